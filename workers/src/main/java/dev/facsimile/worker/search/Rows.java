package dev.facsimile.worker.search;

import dev.facsimile.worker.descriptors.Descriptors;

/** A block of descriptors in the order of their ids, with what the margin of the search needs. */
final class Rows {
  private final Descriptors descriptors;
  private final int[] order;
  private final float[] components;
  private final double[] norms;
  private final float[] halfSquares;
  private int from;
  private double largestNorm;

  Rows(Descriptors descriptors, int[] order, int capacity) {
    this.descriptors = descriptors;
    this.order = order;
    this.components = new float[capacity * descriptors.dimensions()];
    this.norms = new double[capacity];
    this.halfSquares = new float[capacity];
  }

  /** Makes the rows at these positions of the order the block. */
  void load(int start, int count) {
    int dimensions = descriptors.dimensions();
    from = start;
    largestNorm = 0;
    for (int i = 0; i < count; i++) {
      int at = i * dimensions;
      System.arraycopy(
          descriptors.vectors(), order[start + i] * dimensions, components, at, dimensions);
      double square = ExactScores.innerProduct(components, at, components, at, dimensions);
      norms[i] = Math.sqrt(square);
      halfSquares[i] = (float) (square / 2);
      largestNorm = Math.max(largestNorm, norms[i]);
    }
  }

  /** Rows of all blocks. */
  int total() {
    return order.length;
  }

  /** The block, row by row from position 0. */
  float[] components() {
    return components;
  }

  /** Position in the whole order of a row of the block. */
  int position(int row) {
    return from + row;
  }

  /** Euclidean norm of a row of the block. */
  double norm(int row) {
    return norms[row];
  }

  /** Largest norm of the block. */
  double largestNorm() {
    return largestNorm;
  }

  /** Half the squared norm of each row of the block. */
  float[] halfSquares() {
    return halfSquares;
  }
}
