package dev.facsimile.worker.evaluate;

import dev.facsimile.worker.stage.StageInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which references the queries were made from. As CSV, the contest's form: {@code
 * query_id,reference_id}, an empty reference for a query without a copy. A pair that stands there
 * twice counts twice.
 *
 * @param queries every query that is named, in order
 * @param pairs the lines with a reference, in order
 * @param edits edit -> queries made by it; empty when that is not known
 */
public record GroundTruth(Set<String> queries, List<Pair> pairs, Map<String, Set<String>> edits) {
  /** Name of the object that holds an artifact's pairs. */
  public static final String OBJECT = "ground_truth.csv";

  /** Name of the object that holds the edits of each query: {@code query_id,edit}. */
  public static final String EDITS_OBJECT = "edits.csv";

  private static final List<String> COLUMNS = List.of("query_id", "reference_id");
  private static final List<String> EDIT_COLUMNS = List.of("query_id", "edit");

  /** A query and a reference that it is a copy of. */
  public record Pair(String query, String reference) {}

  /** A ground truth of these pairs and no other queries. */
  public static GroundTruth of(List<Pair> pairs) {
    var queries = new LinkedHashSet<String>();
    pairs.forEach(pair -> queries.add(pair.query()));
    return new GroundTruth(queries, List.copyOf(pairs), Map.of());
  }

  /**
   * Reads a file. The header may be missing.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) naming file and line for other columns
   *     or empty lines
   */
  public static GroundTruth read(Path file) throws IOException {
    var queries = new LinkedHashSet<String>();
    var pairs = new ArrayList<Pair>();
    try (var csv = new CsvReader(file, COLUMNS)) {
      for (var record = csv.next(); record != null; record = csv.next()) {
        if (record.get(0).isEmpty()) {
          throw csv.error("query_id", "no query is named");
        }
        queries.add(record.get(0));
        if (!record.get(1).isEmpty()) {
          pairs.add(new Pair(record.get(0), record.get(1)));
        }
      }
    }
    return new GroundTruth(queries, pairs, Map.of());
  }

  /** Reads what stands behind a role; of a challenge, with the edits of its queries. */
  public static GroundTruth read(StageInputs inputs, String role) throws IOException {
    var truth = read(inputs.file(role, OBJECT));
    return !inputs.isFile(role) && inputs.artifact(role).has(EDITS_OBJECT)
        ? truth.withEdits(inputs.artifact(role).fetch(EDITS_OBJECT))
        : truth;
  }

  /** This ground truth with the edits that a file names. */
  public GroundTruth withEdits(Path file) throws IOException {
    var named = new TreeMap<String, Set<String>>();
    try (var csv = new CsvReader(file, EDIT_COLUMNS)) {
      for (var record = csv.next(); record != null; record = csv.next()) {
        named.computeIfAbsent(record.get(1), edit -> new TreeSet<>()).add(record.get(0));
      }
    }
    return new GroundTruth(queries, pairs, new LinkedHashMap<>(named));
  }
}
