package dev.facsimile.worker.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Inner products by plain loops, without an engine: about a fifth of its speed, but there at once
 * where loading the engine would take longer than the search.
 */
final class JavaProducts implements InnerProducts {
  private static final int TILE = 256;
  private static final int STEP = 4;

  @Override
  public void compute(float[] queries, int m, float[] references, int n, int d, float[] products) {
    var tile = new float[d * TILE];
    for (int from = 0; from < n; from += TILE) {
      int columns = Math.min(TILE, n - from);
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < d; k++) {
          tile[k * TILE + j] = references[(from + j) * d + k];
        }
      }
      int column = from;
      IntStream.range(0, m)
          .parallel()
          .forEach(i -> row(queries, i * d, d, tile, columns, products, i * n + column));
    }
  }

  /** One query with a tile of references, which lies component by component. */
  private static void row(
      float[] queries, int query, int d, float[] tile, int columns, float[] products, int to) {
    Arrays.fill(products, to, to + columns, 0);
    int k = 0;
    for (; k + STEP <= d; k += STEP) {
      float q0 = queries[query + k];
      float q1 = queries[query + k + 1];
      float q2 = queries[query + k + 2];
      float q3 = queries[query + k + 3];
      int t = k * TILE;
      for (int j = 0; j < columns; j++) {
        products[to + j] +=
            q0 * tile[t + j]
                + q1 * tile[t + TILE + j]
                + q2 * tile[t + 2 * TILE + j]
                + q3 * tile[t + 3 * TILE + j];
      }
    }
    for (; k < d; k++) {
      float q = queries[query + k];
      for (int j = 0; j < columns; j++) {
        products[to + j] += q * tile[k * TILE + j];
      }
    }
  }

  @Override
  public double relativeError(int d) {
    return InnerProducts.float32Error(d);
  }

  @Override
  public void close() {}
}
