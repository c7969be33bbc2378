package dev.facsimile.worker.search;

/**
 * Approximate inner products of a block of queries with a block of references, in float32. Summing
 * in any order is allowed: whoever ranks by them keeps a margin of {@link #relativeError} and
 * computes the final scores itself.
 */
interface InnerProducts extends AutoCloseable {
  /**
   * Computes all products of two blocks.
   *
   * @param queries m * d components, row by row, from position 0
   * @param m rows of the first block
   * @param references n * d components, row by row, from position 0
   * @param n rows of the second block
   * @param d components of a row
   * @param products receives m * n products, row by row
   */
  void compute(float[] queries, int m, float[] references, int n, int d, float[] products);

  /**
   * Bound on the error of a product, relative to the product of the two norms.
   *
   * @param d components of a row
   */
  double relativeError(int d);

  /**
   * The bound for sums of float32 products in any order, fused or not: d * u / (1 - d * u) with u =
   * 2^-24 (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1), twice for good
   * measure.
   */
  static double float32Error(int d) {
    double roundings = (d + 1) * 0x1p-24;
    return 2 * roundings / (1 - roundings);
  }

  @Override
  void close();
}
