package dev.facsimile.worker.views;

import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
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

  static final List<String> HEADER = List.of("id", "label", "offset", "length", "views", "sha256");

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
      var what = "dataset: share " + share + ", " + FILE_NAME;
      var rows = rows(shares.get(share).read(FILE_NAME), what);
      for (int row = 0; row < rows.size(); row++) {
        var group = group(rows.get(row), share, row + 2, classes);
        if (!ids.add(group.id())) {
          throw corrupt(share, row + 2, "the id " + group.id() + " is there twice");
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

  private static List<List<String>> rows(byte[] csv, String what) throws IOException {
    try {
      return Csv.read(csv, HEADER, what);
    } catch (TaskException e) {
      throw new TaskException(ExitCode.ARTIFACT_CORRUPT, e.getMessage(), e);
    }
  }

  private static ViewGroup group(
      List<String> row, int share, int line, Map<String, Integer> classes) {
    try {
      long offset = Long.parseLong(row.get(2));
      int length = Integer.parseInt(row.get(3));
      int views = Integer.parseInt(row.get(4));
      if (offset < 0 || length < 1 || views < 1) {
        throw corrupt(share, line, "offset, length or views out of range in " + row);
      }
      int label = classes.computeIfAbsent(row.get(1), unseen -> classes.size());
      return new ViewGroup(row.get(0), label, share, offset, length, views, row.get(5));
    } catch (NumberFormatException e) {
      throw corrupt(share, line, "not a number in " + row);
    }
  }

  private static TaskException corrupt(int share, int line, String what) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "dataset: share %d, %s, line %d: %s; run the stage that made it again (--force)"
            .formatted(share, FILE_NAME, line, what));
  }
}
