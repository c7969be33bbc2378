package dev.facsimile.worker.views;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.execute.StoredArtifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a dataset artifact holds: the {@code views.csv} of all its shares, in order.
 *
 * @param groups one per training image
 * @param classes number of distinct labels
 */
public record ViewIndex(List<ViewGroup> groups, int classes) {
  /** Name of a share's index. */
  public static final String FILE_NAME = "views.csv";

  static final String HEADER = "id,label,offset,length,views";

  /** Keeps an own copy of the list. */
  public ViewIndex {
    groups = List.copyOf(groups);
  }

  /**
   * Reads the indexes of all shares. Classes are numbered in the order in which their labels first
   * appear.
   *
   * @throws TaskException (65) when the dataset is empty, (74) when an index is not one
   */
  public static ViewIndex of(StoredArtifact dataset) throws IOException {
    var groups = new ArrayList<ViewGroup>();
    var classes = new HashMap<String, Integer>();
    var ids = new HashSet<String>();
    var shares = dataset.shares();
    for (int share = 0; share < shares.size(); share++) {
      var lines =
          new String(shares.get(share).read(FILE_NAME), StandardCharsets.UTF_8).lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
        throw corrupt(share, 1, "the header is not " + HEADER);
      }
      for (int line = 1; line < lines.size(); line++) {
        var group = group(lines.get(line), share, line + 1, classes);
        if (!ids.add(group.id())) {
          throw corrupt(share, line + 1, "the id " + group.id() + " is there twice");
        }
        groups.add(group);
      }
    }
    if (groups.isEmpty()) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          "dataset: it has no views to train on; check the images and the select of the stage that"
              + " made it");
    }
    return new ViewIndex(groups, classes.size());
  }

  private static ViewGroup group(String text, int share, int line, Map<String, Integer> classes) {
    var fields = fields(text);
    if (fields.size() != 5) {
      throw corrupt(share, line, fields.size() + " columns instead of 5");
    }
    try {
      long offset = Long.parseLong(fields.get(2));
      int length = Integer.parseInt(fields.get(3));
      int views = Integer.parseInt(fields.get(4));
      if (offset < 0 || length < 1 || views < 1) {
        throw corrupt(share, line, "offset, length or views out of range in " + text);
      }
      int label = classes.computeIfAbsent(fields.get(1), unseen -> classes.size());
      return new ViewGroup(fields.get(0), label, share, offset, length, views);
    } catch (NumberFormatException e) {
      throw corrupt(share, line, "not a number in " + text);
    }
  }

  /** Splits a line of RFC 4180: fields may be quoted, a quote inside is doubled. */
  private static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static TaskException corrupt(int share, int line, String what) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "dataset: share %d, %s line %d: %s; run the stage that made it again (--force)"
            .formatted(share, FILE_NAME, line, what));
  }
}
