package dev.facsimile.worker.search;

import java.util.Arrays;

/**
 * The best of many scored pairs, by (score descending, query, reference): up to {@code keep} of
 * them, with room for as many again, so that memory does not grow with what is offered. The order
 * and the threads in which pairs are offered make no difference.
 */
final class BestPairs {
  private static final int FIRST_CAPACITY = 1024;

  private final int keep;
  private double[] scores;
  private int[] queries;
  private int[] references;
  private int size;
  private double floor = Double.NEGATIVE_INFINITY;
  private long floorPair = Long.MAX_VALUE;

  BestPairs(int keep) {
    this.keep = keep;
    int capacity = (int) Math.min(FIRST_CAPACITY, 2L * keep);
    this.scores = new double[capacity];
    this.queries = new int[capacity];
    this.references = new int[capacity];
  }

  /** A pair with a lower score cannot become one of the best any more. */
  synchronized double floor() {
    return floor;
  }

  /** Takes a pair unless it is already known not to be one of the best. */
  synchronized void offer(double score, int query, int reference) {
    if (score < floor || score == floor && pair(query, reference) > floorPair) {
      return;
    }
    if (size == scores.length) {
      makeRoom();
      offer(score, query, reference);
      return;
    }
    scores[size] = score;
    queries[size] = query;
    references[size] = reference;
    size++;
  }

  private void makeRoom() {
    long most = Math.min(2L * keep, Integer.MAX_VALUE - 8);
    if (size < most) {
      int capacity = (int) Math.min(most, 2L * size);
      scores = Arrays.copyOf(scores, capacity);
      queries = Arrays.copyOf(queries, capacity);
      references = Arrays.copyOf(references, capacity);
    } else {
      cut();
    }
  }

  /** Drops all but the best, and remembers the last of these as the floor. */
  private void cut() {
    if (size <= keep) {
      return;
    }
    var sorted = Arrays.copyOf(scores, size);
    Arrays.sort(sorted);
    double last = sorted[size - keep];
    int better = 0;
    var ties = new long[size];
    int tied = 0;
    for (int i = 0; i < size; i++) {
      if (scores[i] > last) {
        better++;
      } else if (scores[i] == last) {
        ties[tied++] = pair(queries[i], references[i]);
      }
    }
    Arrays.sort(ties, 0, tied);
    long lastPair = ties[keep - better - 1];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (scores[i] > last || scores[i] == last && pair(queries[i], references[i]) <= lastPair) {
        scores[kept] = scores[i];
        queries[kept] = queries[i];
        references[kept] = references[i];
        kept++;
      }
    }
    size = kept;
    floor = last;
    floorPair = lastPair;
  }

  /** The best pairs, best first. */
  synchronized Ranked ranked() {
    cut();
    var order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          int byScore = Double.compare(scores[b], scores[a]);
          return byScore != 0
              ? byScore
              : Long.compare(pair(queries[a], references[a]), pair(queries[b], references[b]));
        });
    var ranked = new Ranked(new double[size], new int[size], new int[size]);
    for (int i = 0; i < size; i++) {
      ranked.scores[i] = scores[order[i]];
      ranked.queries[i] = queries[order[i]];
      ranked.references[i] = references[order[i]];
    }
    return ranked;
  }

  /** Pairs as parallel arrays, best first. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ranked(double[] scores, int[] queries, int[] references) {
    int size() {
      return scores.length;
    }
  }

  private static long pair(int query, int reference) {
    return (long) query << 32 | reference;
  }
}
