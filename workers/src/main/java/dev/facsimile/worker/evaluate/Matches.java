package dev.facsimile.worker.evaluate;

import dev.facsimile.pipeline.csv.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Scored pairs of a query and a reference, each pair once; higher scores are more alike. As CSV:
 * {@code query_id,reference_id,score}, the contest's form.
 */
public final class Matches {
  /** Name of the object that holds an artifact's matches. */
  public static final String OBJECT = "matches.csv";

  private static final List<String> COLUMNS = List.of("query_id", "reference_id", "score");

  private final List<String> queries;
  private final List<String> references;
  private final double[] scores;

  private Matches(List<String> queries, List<String> references, double[] scores) {
    this.queries = queries;
    this.references = references;
    this.scores = scores;
  }

  /**
   * Matches by parallel lists; the caller answers for each pair being there once.
   *
   * @throws IllegalArgumentException when the lists differ in length
   */
  public static Matches of(List<String> queries, List<String> references, double[] scores) {
    if (queries.size() != scores.length || references.size() != scores.length) {
      throw new IllegalArgumentException(
          queries.size() + " queries, " + references.size() + " references, " + scores.length);
    }
    return new Matches(List.copyOf(queries), List.copyOf(references), scores.clone());
  }

  /**
   * Reads a file. The header may be missing; infinite scores are allowed.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) naming file, line and column for
   *     anything else: a score that is no number or NaN, a pair twice, other columns, empty lines
   */
  public static Matches read(Path file) throws IOException {
    var queries = new ArrayList<String>();
    var references = new ArrayList<String>();
    var scores = new double[1024];
    var numbers = new HashMap<String, Integer>();
    var names = new ArrayList<String>();
    var pairs = new HashSet<Long>();
    try (var csv = new CsvReader(file, COLUMNS)) {
      for (var record = csv.next(); record != null; record = csv.next()) {
        int size = queries.size();
        int query = number(record.get(0), numbers, names);
        int reference = number(record.get(1), numbers, names);
        if (!pairs.add((long) query << 32 | reference)) {
          throw csv.error(
              "", "the pair " + record.get(0) + "," + record.get(1) + " is there a second time");
        }
        queries.add(names.get(query));
        references.add(names.get(reference));
        scores = size < scores.length ? scores : Arrays.copyOf(scores, 2 * size);
        scores[size] = score(csv, record.get(2));
      }
    }
    return new Matches(queries, references, Arrays.copyOf(scores, queries.size()));
  }

  private static double score(CsvReader csv, String text) {
    double score;
    try {
      score = Decimals.parse(text);
    } catch (NumberFormatException e) {
      throw csv.error("score", "\"" + text + "\" is not a number");
    }
    if (Double.isNaN(score)) {
      throw csv.error("score", "NaN cannot be ranked; leave the pair out");
    }
    return score;
  }

  /** The number that stands for an id, so that each id is in memory once. */
  private static int number(String id, HashMap<String, Integer> numbers, List<String> names) {
    Integer number = numbers.putIfAbsent(id, names.size());
    if (number == null) {
      names.add(id);
      return names.size() - 1;
    }
    return number;
  }

  /** Writes a new file, header first, in this order; equal matches give equal bytes. */
  public void write(Path file) throws IOException {
    try (var csv = new CsvWriter(file, COLUMNS.toArray(String[]::new))) {
      for (int i = 0; i < scores.length; i++) {
        csv.row(queries.get(i), references.get(i), Decimals.text(scores[i]));
      }
    }
  }

  /** Number of pairs. */
  public int size() {
    return scores.length;
  }

  /** The query of a pair. */
  public String query(int pair) {
    return queries.get(pair);
  }

  /** The reference of a pair. */
  public String reference(int pair) {
    return references.get(pair);
  }

  /** The score of a pair. */
  public double score(int pair) {
    return scores[pair];
  }
}
