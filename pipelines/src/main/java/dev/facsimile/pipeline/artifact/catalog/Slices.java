package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a catalog, chosen by hashes: an added or removed picture moves no other one into or out
 * of a part.
 */
public final class Slices {
  /** What goes to one side of a cut together. Byte-identical files always do. */
  public enum By {
    /** Byte-identical files. */
    CONTENT,
    /** The files of a folder, and of folders that share a byte-identical file. */
    FOLDER
  }

  private Slices() {}

  /**
   * The pictures whose group's hash falls between two percentages. Slices with adjoining
   * percentages are disjoint and lose nothing.
   */
  public static Catalog slice(Catalog catalog, double fromPercent, double toPercent, By by) {
    var groups = by == By.FOLDER ? joinedFolders(catalog) : Map.<String, String>of();
    var chosen = new ArrayList<Catalog.Entry>();
    for (var entry : catalog.entries()) {
      var group = by == By.FOLDER ? groups.get(entry.folder()) : entry.sha256();
      double percent = percent(group);
      if (fromPercent <= percent && percent < toPercent) {
        chosen.add(entry);
      }
    }
    return new Catalog(chosen);
  }

  /**
   * A sample: first the pictures whose id's hash is below a percentage, then of those, in order,
   * the first of every so many.
   *
   * @param every null for all
   * @param percent null for 100
   */
  public static Catalog select(Catalog catalog, Integer every, Double percent) {
    var chosen = new ArrayList<Catalog.Entry>();
    int step = every == null ? 1 : every;
    long left = 0;
    for (var entry : catalog.entries()) {
      if (percent == null || percent(entry.id()) < percent) {
        if (left % step == 0) {
          chosen.add(entry);
        }
        left++;
      }
    }
    return new Catalog(chosen);
  }

  /** The first so many pictures in the order of their ids. */
  public static Catalog first(Catalog catalog, int count) {
    var entries = catalog.entries();
    return new Catalog(entries.subList(0, Math.min(count, entries.size())));
  }

  /** A number in [0, 100) that depends on the text alone: the first 53 bits of its sha256. */
  static double percent(String text) {
    var hash = Digests.newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53 * 100;
  }

  /** Folder -> first folder, in byte order, of those it is joined with by identical files. */
  private static Map<String, String> joinedFolders(Catalog catalog) {
    var parents = new HashMap<String, String>();
    var folderOfContent = new HashMap<String, String>();
    for (var entry : catalog.entries()) {
      parents.putIfAbsent(entry.folder(), entry.folder());
      var other = folderOfContent.putIfAbsent(entry.sha256(), entry.folder());
      if (other != null) {
        join(parents, other, entry.folder());
      }
    }
    for (var folder : List.copyOf(parents.keySet())) {
      parents.put(folder, rootOf(parents, folder));
    }
    return parents;
  }

  private static void join(Map<String, String> parents, String a, String b) {
    var rootA = rootOf(parents, a);
    var rootB = rootOf(parents, b);
    if (Keys.BYTE_ORDER.compare(rootA, rootB) <= 0) {
      parents.put(rootB, rootA);
    } else {
      parents.put(rootA, rootB);
    }
  }

  private static String rootOf(Map<String, String> parents, String folder) {
    var root = folder;
    for (var next = parents.get(root); !next.equals(root); next = parents.get(root)) {
      root = next;
    }
    // Shorter chains for the next question.
    parents.put(folder, root);
    return root;
  }
}
