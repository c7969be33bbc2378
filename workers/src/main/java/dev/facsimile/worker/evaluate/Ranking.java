package dev.facsimile.worker.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Matches in the order in which the official metric walks through them, false before true among
 * equal scores (the worst case), ready to be evaluated many times with other weights of the
 * queries.
 *
 * <p>Source: Douze et al., "The 2021 Image Similarity Dataset and Challenge", section 4, and the
 * contest's published rules.
 */
public final class Ranking {
  /** Precision at which recall and threshold are given. */
  public static final double PRECISION = 0.9;

  private static final int NOT_FOUND = Integer.MAX_VALUE;

  private final GroundTruth truth;
  private final int queryCount;
  private final int[] queryAt;
  private final boolean[] trueAt;
  private final double[] scoreAt;
  private final int[] pairQuery;
  private final int[] pairRank;
  private final double[] pairScore;

  /**
   * Figures of a ranking; each is NaN where it is not defined.
   *
   * @param microAp micro-average precision
   * @param recallAtP90 largest recall at a position with a precision of at least 90 %
   * @param thresholdAtP90 score at the first such position
   * @param recallAt share of the true pairs found by rank 1..k of their query, for each k asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // read only by this package, never compared
  public record Figures(
      double microAp, double recallAtP90, double thresholdAtP90, double[] recallAt) {}

  /** A point of the precision-recall curve: what a threshold on the score gives. */
  public record Point(double precision, double recall, double threshold) {}

  private Ranking(
      GroundTruth truth, int queryCount, int[] queryAt, boolean[] trueAt, double[] scoreAt) {
    this.truth = truth;
    this.queryCount = queryCount;
    this.queryAt = queryAt;
    this.trueAt = trueAt;
    this.scoreAt = scoreAt;
    this.pairQuery = new int[truth.pairs().size()];
    this.pairRank = new int[truth.pairs().size()];
    this.pairScore = new double[truth.pairs().size()];
  }

  /** The order of the matches by this ground truth. */
  public static Ranking of(Matches matches, GroundTruth truth) {
    return of(matches, truth, queryNumbers(truth, List.of(matches)));
  }

  /** A number for each query of the ground truth, then for those that only the matches name. */
  static Map<String, Integer> queryNumbers(GroundTruth truth, List<Matches> lists) {
    var numbers = new HashMap<String, Integer>();
    truth.queries().forEach(query -> numbers.putIfAbsent(query, numbers.size()));
    for (var matches : lists) {
      for (int i = 0; i < matches.size(); i++) {
        numbers.putIfAbsent(matches.query(i), numbers.size());
      }
    }
    return numbers;
  }

  static Ranking of(Matches matches, GroundTruth truth, Map<String, Integer> queryNumbers) {
    // query -> reference -> true pairs with that reference, by number
    var lines = new HashMap<String, Map<String, int[]>>();
    for (int i = 0; i < truth.pairs().size(); i++) {
      var pair = truth.pairs().get(i);
      var ofQuery = lines.computeIfAbsent(pair.query(), query -> new HashMap<>());
      var known = ofQuery.getOrDefault(pair.reference(), new int[0]);
      var more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = i;
      ofQuery.put(pair.reference(), more);
    }
    int size = matches.size();
    var hits = new int[size][];
    for (int i = 0; i < size; i++) {
      hits[i] = lines.getOrDefault(matches.query(i), Map.of()).get(matches.reference(i));
    }
    var order =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> 0.0 - matches.score(i)) // one zero only
                    .thenComparing(i -> hits[i] != null))
            .mapToInt(Integer::intValue)
            .toArray();
    var ranking =
        new Ranking(truth, queryNumbers.size(), new int[size], new boolean[size], new double[size]);
    for (int at = 0; at < size; at++) {
      ranking.queryAt[at] = queryNumbers.get(matches.query(order[at]));
      ranking.trueAt[at] = hits[order[at]] != null;
      ranking.scoreAt[at] = matches.score(order[at]);
    }
    ranking.rankPairs(order, hits, queryNumbers);
    return ranking;
  }

  /** The rank of a true pair: matches of its query with at least its score, less one. */
  private void rankPairs(int[] order, int[][] hits, Map<String, Integer> queryNumbers) {
    for (int i = 0; i < pairQuery.length; i++) {
      pairQuery[i] = queryNumbers.get(truth.pairs().get(i).query());
    }
    Arrays.fill(pairRank, NOT_FOUND);
    Arrays.fill(pairScore, Double.NaN);
    var seen = new int[queryCount];
    int end = 0;
    for (int at = 0; at < order.length; at++) {
      for (; end < order.length && scoreAt[end] == scoreAt[at]; end++) {
        seen[queryAt[end]]++;
      }
      if (trueAt[at]) {
        for (int pair : hits[order[at]]) {
          pairRank[pair] = seen[queryAt[at]] - 1;
          pairScore[pair] = scoreAt[at];
        }
      }
    }
  }

  /** The figures, with recall at these ranks (from 1). */
  public Figures figures(List<Integer> recallAt) {
    var once = new int[queryCount];
    Arrays.fill(once, 1);
    return figures(recallAt, once);
  }

  /** The figures when each query is there as often as its weight says. */
  Figures figures(List<Integer> recallAt, int[] weights) {
    long pairs = 0;
    var found = new long[recallAt.size()];
    for (int i = 0; i < pairQuery.length; i++) {
      pairs += weights[pairQuery[i]];
      for (int k = 0; k < found.length; k++) {
        found[k] += pairRank[i] < recallAt.get(k) ? weights[pairQuery[i]] : 0;
      }
    }
    long matches = 0;
    long correct = 0;
    long correctAtP90 = 0;
    double threshold = Double.NaN;
    double precisions = 0;
    for (int at = 0; at < queryAt.length; at++) {
      int weight = weights[queryAt[at]];
      if (!trueAt[at]) {
        matches += weight;
        continue;
      }
      for (int copy = 0; copy < weight; copy++) {
        correct++;
        matches++;
        double precision = (double) correct / matches;
        precisions += precision;
        if (precision >= PRECISION) {
          correctAtP90 = correct;
          threshold = scoreAt[at];
        }
      }
    }
    double all = pairs;
    return new Figures(
        precisions / all,
        correctAtP90 == 0 ? Double.NaN : correctAtP90 / all,
        threshold,
        Arrays.stream(found).mapToDouble(count -> count / all).toArray());
  }

  /** The whole curve, one point per match in falling order of score. */
  public List<Point> curve() {
    var points = new Point[queryAt.length];
    long correct = 0;
    for (int at = 0; at < points.length; at++) {
      correct += trueAt[at] ? 1 : 0;
      points[at] =
          new Point((double) correct / (at + 1), (double) correct / pairQuery.length, scoreAt[at]);
    }
    return List.of(points);
  }

  /** Rank of a true pair among the matches of its query, from 1; 0 when it was not found. */
  public int rank(int pair) {
    return pairRank[pair] == NOT_FOUND ? 0 : pairRank[pair] + 1;
  }

  /** Score of a true pair; NaN when it was not found. */
  public double score(int pair) {
    return pairScore[pair];
  }

  /** Queries of ground truth and matches together. */
  int queryCount() {
    return queryCount;
  }
}
