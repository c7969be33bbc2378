package dev.facsimile.worker.search;

import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.UnitVectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * PCA whitening: y = A x + b with the leading eigenvectors of the background's scatter matrix, each
 * divided by the root of its eigenvalue, and b = -A mean (Jegou and Chum, "Negative evidences and
 * co-occurences in image retrieval", ECCV 2012, section 3; the scatter matrix is not divided by n).
 *
 * @param mean mean of the background, d
 * @param eigenvalues eigenvalues kept, largest first
 * @param matrix A, one row per dimension kept, of d components
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Whitening(double[] mean, double[] eigenvalues, double[][] matrix) {
  private static final int ROWS_PER_TASK = 16;

  /** Relative size below which a direction has no variance but rounding. */
  private static final double NO_VARIANCE = 1e-10;

  /**
   * Fits the transform.
   *
   * @throws IllegalArgumentException when the background spans fewer dimensions than are to be kept
   */
  static Whitening fit(Descriptors background, int dimensions) throws InterruptedException {
    var mean = mean(background);
    var eigen = Eigen.of(scatter(background, mean));
    int spanned = 0;
    while (spanned < eigen.values().length
        && eigen.values()[spanned] > NO_VARIANCE * eigen.values()[0]) {
      spanned++;
    }
    if (dimensions > spanned) {
      throw new IllegalArgumentException(
          "the background spans "
              + spanned
              + " dimensions, "
              + dimensions
              + " are to be kept; keep fewer or give a larger background");
    }
    var matrix = new double[dimensions][];
    for (int k = 0; k < dimensions; k++) {
      double root = Math.sqrt(eigen.values()[k]);
      matrix[k] = Arrays.stream(eigen.vectors()[k]).map(component -> component / root).toArray();
    }
    return new Whitening(mean, Arrays.copyOf(eigen.values(), dimensions), matrix);
  }

  /** The whitened descriptors, as unit vectors. */
  Descriptors apply(Descriptors descriptors) {
    int kept = matrix.length;
    var vectors = new float[Math.multiplyExact(descriptors.size(), kept)];
    IntStream.range(0, descriptors.size())
        .parallel()
        .forEach(
            row -> {
              var whitened = transform(descriptors.vectors(), row * mean.length);
              UnitVectors.put(whitened, vectors, row * kept);
            });
    return descriptors.withVectors(vectors, kept);
  }

  private double[] transform(float[] vectors, int at) {
    var result = new double[matrix.length];
    for (int k = 0; k < result.length; k++) {
      var direction = matrix[k];
      for (int j = 0; j < direction.length; j++) {
        result[k] += direction[j] * (vectors[at + j] - mean[j]);
      }
    }
    return result;
  }

  private static double[] mean(Descriptors background) {
    int d = background.dimensions();
    var mean = new double[d];
    for (int i = 0; i < background.vectors().length; i++) {
      mean[i % d] += background.vectors()[i];
    }
    return Arrays.stream(mean).map(sum -> sum / background.size()).toArray();
  }

  /** Sum of the outer products of what is above the mean; each element in the order of the rows. */
  private static double[][] scatter(Descriptors background, double[] mean) {
    int d = mean.length;
    var scatter = new double[d][d];
    IntStream.range(0, (d + ROWS_PER_TASK - 1) / ROWS_PER_TASK)
        .parallel()
        .forEach(
            task -> {
              int from = task * ROWS_PER_TASK;
              int to = Math.min(d, from + ROWS_PER_TASK);
              var centred = new double[d];
              for (int row = 0; row < background.size(); row++) {
                for (int j = 0; j < d; j++) {
                  centred[j] = background.vectors()[row * d + j] - mean[j];
                }
                for (int i = from; i < to; i++) {
                  double factor = centred[i];
                  var sums = scatter[i];
                  for (int j = 0; j < d; j++) {
                    sums[j] += factor * centred[j];
                  }
                }
              }
            });
    return scatter;
  }
}
