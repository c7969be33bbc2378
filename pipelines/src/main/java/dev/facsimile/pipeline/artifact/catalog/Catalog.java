package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.task.TaskException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The frozen listing of an image source: what pictures there are and which bytes they have, but not
 * where the source lies nor when it was read. Two copies of a source have the same catalog.
 *
 * @param entries in the byte order of their ids, which are unique
 */
public record Catalog(List<Entry> entries) {
  /** Name of the object that holds a catalog. */
  public static final String FILE_NAME = "catalog.csv";

  private static final List<String> HEADER =
      List.of("id", "path", "size", "sha256", "shard", "offset");

  /**
   * A picture.
   *
   * @param id unique name: the path without its extension, unless that is ambiguous
   * @param path path of the file relative to the source; of a member, its name inside the shard
   * @param size bytes of the encoded picture
   * @param sha256 digest of those bytes, 64 hex digits
   * @param shard path of the tar file that the picture lies in; empty when it is a file
   * @param offset position of its first byte in the tar file; 0 when it is a file
   */
  public record Entry(String id, String path, long size, String sha256, String shard, long offset) {
    /** Path of the stored object that has the bytes. */
    public String object() {
      return shard.isEmpty() ? path : shard;
    }

    /** Folder of the path, or the path itself when the picture lies in no folder. */
    public String folder() {
      int slash = path.lastIndexOf('/');
      return slash < 0 ? path : path.substring(0, slash + 1);
    }
  }

  /** Copies the entries. */
  public Catalog {
    entries = List.copyOf(entries);
  }

  /**
   * Sorts entries into a catalog.
   *
   * @throws IllegalArgumentException when two have the same id
   */
  public static Catalog of(Collection<Entry> unordered) {
    var sorted = new ArrayList<>(unordered);
    sorted.sort(Comparator.comparing(Entry::id, Keys.BYTE_ORDER));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        throw new IllegalArgumentException(
            "the id \"%s\" stands for two pictures, %s and %s"
                .formatted(sorted.get(i).id(), sorted.get(i - 1).path(), sorted.get(i).path()));
      }
    }
    return new Catalog(sorted);
  }

  /** The canonical bytes: equal catalogs, equal bytes. */
  public byte[] csv() {
    var rows = new ArrayList<List<String>>(entries.size());
    for (var entry : entries) {
      rows.add(
          List.of(
              entry.id(),
              entry.path(),
              Long.toString(entry.size()),
              entry.sha256(),
              entry.shard(),
              Long.toString(entry.offset())));
    }
    return Csv.bytes(HEADER, rows);
  }

  /** Content digest: sha256 of {@link #csv()}, 64 hex digits. */
  public String digest() {
    return Digests.sha256(csv());
  }

  /**
   * Reads what {@link #csv()} wrote.
   *
   * @param where for messages
   * @throws StoreException CORRUPT when it is not a catalog in canonical form
   */
  public static Catalog parse(byte[] csv, String where) throws StoreException {
    try {
      var entries = new ArrayList<Entry>();
      for (var row : Csv.read(csv, HEADER, FILE_NAME)) {
        entries.add(entry(row));
      }
      var catalog = of(entries);
      if (!Arrays.equals(catalog.csv(), csv)) {
        throw new IllegalArgumentException("its order or quotes are not the canonical ones");
      }
      return catalog;
    } catch (IllegalArgumentException | TaskException e) {
      throw new StoreException(
          Reason.CORRUPT, where + " is not a valid catalog: " + e.getMessage(), e);
    }
  }

  private static Entry entry(List<String> line) {
    if (!Digests.isSha256(line.get(3))) {
      throw new IllegalArgumentException("the entry " + line + " is malformed");
    }
    return new Entry(
        line.get(0),
        line.get(1),
        Long.parseLong(line.get(2)),
        line.get(3),
        line.get(4),
        Long.parseLong(line.get(5)));
  }
}
