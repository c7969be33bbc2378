package dev.facsimile.worker.descriptors;

/**
 * The mean over scales of unit vectors, as a unit vector: each scale counts alike, however long its
 * vector is. Sums in double, in the order of the scales.
 */
public final class ScaleMean {
  /** Smallest norm that is divided by, as in {@code torch.nn.functional.normalize}. */
  private static final double SMALLEST_NORM = 1e-12;

  private final int dimensions;
  private final double[] sums;
  private int scales;

  /** No scale yet, of {@code rows} vectors. */
  public ScaleMean(int rows, int dimensions) {
    this.dimensions = dimensions;
    this.sums = new double[rows * dimensions];
  }

  /**
   * Adds a scale.
   *
   * @param vectors (n, d), row by row, of any length
   */
  public void add(float[] vectors) {
    if (vectors.length != sums.length) {
      throw new IllegalArgumentException(vectors.length + " components, not " + sums.length);
    }
    for (int row = 0; row < sums.length; row += dimensions) {
      double squares = 0;
      for (int i = row; i < row + dimensions; i++) {
        squares += (double) vectors[i] * vectors[i];
      }
      double norm = Math.max(Math.sqrt(squares), SMALLEST_NORM);
      for (int i = row; i < row + dimensions; i++) {
        sums[i] += vectors[i] / norm;
      }
    }
    scales++;
  }

  /** The unit vectors of the mean, (n, d), row by row. */
  public float[] unit() {
    var unit = new float[sums.length];
    for (int row = 0; row < sums.length; row += dimensions) {
      double squares = 0;
      for (int i = row; i < row + dimensions; i++) {
        double mean = sums[i] / scales;
        squares += mean * mean;
      }
      double norm = Math.max(Math.sqrt(squares), SMALLEST_NORM);
      for (int i = row; i < row + dimensions; i++) {
        unit[i] = (float) (sums[i] / scales / norm);
      }
    }
    return unit;
  }
}
