package dev.facsimile.worker.search;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.evaluate.Matches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Exact search over all pairs, block by block. Float32 inner products find the candidates, with a
 * margin for their rounding; candidates are scored in double precision in a fixed order, and ties
 * go by id. So the result does not depend on the engine, the machine or the number of threads.
 */
public final class Search {
  private static final int QUERY_ROWS = 1000;
  private static final int REFERENCE_ROWS = 16384;
  private static final int REFERENCE_COMPONENTS = 1 << 23;

  /** Multiplications from which on loading the engine (a second or two) pays. */
  private static final double ENGINE_MULTIPLICATIONS = 5e9;

  /** Sums of larger numbers may leave the range of float32. */
  private static final double LARGEST_PRODUCT = 1e37;

  private final InnerProducts products;
  private final int queryRows;
  private final int referenceRows;
  private final IntConsumer progress;

  /**
   * The nearest rows of each query, nearest first.
   *
   * @param rows row numbers of the references, one array per query
   * @param scores their scores
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Neighbours(int[][] rows, double[][] scores) {}

  Search(InnerProducts products, int queryRows, int referenceRows, IntConsumer progress) {
    this.products = products;
    this.queryRows = queryRows;
    this.referenceRows = referenceRows;
    this.progress = progress;
  }

  /**
   * The best pairs of all, best first; among equal scores by query id, then reference id.
   *
   * @param keep pairs kept, at least 1
   */
  public static Matches bestPairs(
      Descriptors queries, Descriptors references, Metric metric, int keep)
      throws InterruptedException {
    return bestPairs(queries, references, metric, keep, references.size(), done -> {});
  }

  /**
   * The best pairs of all, best first; among equal scores by query id, then reference id.
   *
   * @param keep pairs kept, at least 1
   * @param perQuery pairs kept of each query before that, at least 1
   * @param progress told how many queries are done
   * @throws IllegalArgumentException when the dimensions differ
   */
  public static Matches bestPairs(
      Descriptors queries,
      Descriptors references,
      Metric metric,
      int keep,
      int perQuery,
      IntConsumer progress)
      throws InterruptedException {
    try (var products = productsFor(queries, references)) {
      return new Search(products, QUERY_ROWS, referenceRows(references), progress)
          .best(queries, references, metric, keep, perQuery);
    }
  }

  /**
   * The k nearest references of every query (all of them when there are fewer), in the order of the
   * queries.
   *
   * @param progress told how many queries are done
   * @throws IllegalArgumentException when the dimensions differ
   */
  public static Neighbours nearest(
      Descriptors queries, Descriptors references, Metric metric, int k, IntConsumer progress)
      throws InterruptedException {
    try (var products = productsFor(queries, references)) {
      return new Search(products, QUERY_ROWS, referenceRows(references), progress)
          .neighbours(queries, references, metric, k);
    }
  }

  private static InnerProducts productsFor(Descriptors queries, Descriptors references) {
    double multiplications = (double) queries.size() * references.size() * references.dimensions();
    return multiplications < ENGINE_MULTIPLICATIONS ? new JavaProducts() : new EngineProducts();
  }

  private static int referenceRows(Descriptors references) {
    return Math.max(1, Math.min(REFERENCE_ROWS, REFERENCE_COMPONENTS / references.dimensions()));
  }

  Matches best(Descriptors queries, Descriptors references, Metric metric, int keep, int perQuery)
      throws InterruptedException {
    var queryOrder = queries.rowsById();
    var referenceOrder = references.rowsById();
    var scan = new Scan(queries, queryOrder, references, referenceOrder, metric);
    var all = new BestPairs(keep);
    boolean limited = perQuery < Math.min(references.size(), keep);
    for (int from = 0; from < queries.size(); from += queryRows) {
      int rows = Math.min(queryRows, queries.size() - from);
      var pools = new BestPairs[rows];
      Arrays.setAll(pools, i -> limited ? new BestPairs(perQuery) : all);
      scan.run(from, pools);
      if (limited) {
        for (var pool : pools) {
          var ranked = pool.ranked();
          for (int i = 0; i < ranked.size(); i++) {
            all.offer(ranked.scores()[i], ranked.queries()[i], ranked.references()[i]);
          }
        }
      }
      progress.accept(from + rows);
    }
    var ranked = all.ranked();
    var queryIds = new ArrayList<String>(ranked.size());
    var referenceIds = new ArrayList<String>(ranked.size());
    for (int i = 0; i < ranked.size(); i++) {
      queryIds.add(queries.id(queryOrder[ranked.queries()[i]]));
      referenceIds.add(references.id(referenceOrder[ranked.references()[i]]));
    }
    return Matches.of(queryIds, referenceIds, ranked.scores());
  }

  Neighbours neighbours(Descriptors queries, Descriptors references, Metric metric, int k)
      throws InterruptedException {
    var identity = IntStream.range(0, queries.size()).toArray();
    var referenceOrder = references.rowsById();
    var scan = new Scan(queries, identity, references, referenceOrder, metric);
    var rows = new int[queries.size()][];
    var scores = new double[queries.size()][];
    for (int from = 0; from < queries.size(); from += queryRows) {
      var pools = new BestPairs[Math.min(queryRows, queries.size() - from)];
      Arrays.setAll(pools, i -> new BestPairs(k));
      scan.run(from, pools);
      for (int i = 0; i < pools.length; i++) {
        var ranked = pools[i].ranked();
        rows[from + i] =
            Arrays.stream(ranked.references()).map(position -> referenceOrder[position]).toArray();
        scores[from + i] = ranked.scores();
      }
      progress.accept(from + pools.length);
    }
    return new Neighbours(rows, scores);
  }

  /** The walk over all blocks of one pair of sides. */
  private final class Scan {
    private final Rows queries;
    private final Rows references;
    private final Metric metric;
    private final int dimensions;
    private float[] block = new float[0];

    Scan(
        Descriptors queries,
        int[] queryOrder,
        Descriptors references,
        int[] referenceOrder,
        Metric metric) {
      if (queries.dimensions() != references.dimensions()) {
        throw new IllegalArgumentException(
            "queries of "
                + queries.dimensions()
                + " dimensions, references of "
                + references.dimensions());
      }
      this.dimensions = queries.dimensions();
      this.metric = metric;
      this.queries = new Rows(queries, queryOrder, Math.min(queryRows, queries.size()));
      this.references =
          new Rows(references, referenceOrder, Math.min(referenceRows, references.size()));
    }

    /** Offers every pair of these queries that may be among the best to the query's pool. */
    void run(int from, BestPairs[] pools) throws InterruptedException {
      queries.load(from, pools.length);
      for (int start = 0; start < references.total(); start += referenceRows) {
        if (Thread.interrupted()) {
          throw new InterruptedException("search stopped");
        }
        int columns = Math.min(referenceRows, references.total() - start);
        references.load(start, columns);
        if (block.length < pools.length * columns) {
          block = new float[pools.length * columns];
        }
        products.compute(
            queries.components(),
            pools.length,
            references.components(),
            columns,
            dimensions,
            block);
        IntStream.range(0, pools.length)
            .parallel()
            .forEach(row -> offerRow(row, columns, pools[row]));
      }
    }

    private void offerRow(int row, int columns, BestPairs pool) {
      var halves = references.halfSquares();
      double floor = pool.floor();
      float cut = cut(row, floor);
      int at = row * columns;
      for (int j = 0; j < columns; j++) {
        float closeness = metric == Metric.L2 ? block[at + j] - halves[j] : block[at + j];
        if (closeness < cut) {
          continue; // also false for what is not a number, which is then scored exactly
        }
        double score =
            ExactScores.score(
                metric,
                queries.components(),
                row * dimensions,
                references.components(),
                j * dimensions,
                dimensions);
        pool.offer(score, queries.position(row), references.position(j));
        if (pool.floor() != floor) {
          floor = pool.floor();
          cut = cut(row, floor);
        }
      }
    }

    /**
     * What an approximate inner product (less half the reference's square for L2) has to reach so
     * that the exact score may reach the floor. L2 scores are 2 (q.r - r.r / 2) - q.q.
     */
    private float cut(int row, double floor) {
      double norm = queries.norm(row);
      double largest = references.largestNorm();
      if (floor == Double.NEGATIVE_INFINITY || (norm + largest) * largest > LARGEST_PRODUCT) {
        return Float.NEGATIVE_INFINITY;
      }
      double margin =
          products.relativeError(dimensions) * (norm * largest + largest * largest)
              + 0x1p-50 * (Math.abs(floor) + norm * norm)
              + dimensions * 0x1p-120;
      double needed = metric == Metric.L2 ? (floor + norm * norm) / 2 : floor;
      return Math.nextDown((float) (needed - margin));
    }
  }
}
