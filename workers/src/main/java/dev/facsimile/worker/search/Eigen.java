package dev.facsimile.worker.search;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van
 * Loan, "Matrix Computations", section 8.5), in a fixed order and with square roots alone, so that
 * every machine gets the same bits.
 *
 * @param values eigenvalues, largest first
 * @param vectors unit eigenvectors in the same order, one per row; the largest component (by
 *     magnitude, the first of equals) is positive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Eigen(double[] values, double[][] vectors) {
  private static final int MOST_SWEEPS = 60;
  private static final double NEGLIGIBLE = 1e-30;

  /** Decomposes a symmetric matrix, which is destroyed. */
  static Eigen of(double[][] matrix) throws InterruptedException {
    int n = matrix.length;
    var vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    double total = sumOfSquares(matrix, false);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      if (sumOfSquares(matrix, true) <= NEGLIGIBLE * total) {
        return sorted(matrix, vectors);
      }
      for (int p = 0; p < n - 1; p++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("decomposition stopped");
        }
        for (int q = p + 1; q < n; q++) {
          rotate(matrix, vectors, p, q);
        }
      }
    }
    throw new ArithmeticException("Jacobi rotations did not converge");
  }

  private static double sumOfSquares(double[][] matrix, boolean offDiagonalOnly) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        sum += i == j && offDiagonalOnly ? 0 : matrix[i][j] * matrix[i][j];
      }
    }
    return sum;
  }

  /** Makes the element (p, q) zero. */
  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double element = a[p][q];
    if (element == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * element);
    double tangent =
        Math.abs(theta) > 1e150
            ? 1 / (2 * theta)
            : (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    double sine = tangent * cosine;
    double atP = a[p][p] - tangent * element;
    double atQ = a[q][q] + tangent * element;
    turn(a[p], a[q], cosine, sine);
    for (int k = 0; k < a.length; k++) {
      a[k][p] = a[p][k];
      a[k][q] = a[q][k];
    }
    a[p][p] = atP;
    a[q][q] = atQ;
    a[p][q] = 0;
    a[q][p] = 0;
    turn(vectors[p], vectors[q], cosine, sine);
  }

  private static void turn(double[] p, double[] q, double cosine, double sine) {
    for (int k = 0; k < p.length; k++) {
      double x = p[k];
      double y = q[k];
      p[k] = cosine * x - sine * y;
      q[k] = sine * x + cosine * y;
    }
  }

  private static Eigen sorted(double[][] matrix, double[][] vectors) {
    var order = new Integer[matrix.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -matrix[i][i]));
    var values = Arrays.stream(order).mapToDouble(i -> matrix[i][i]).toArray();
    var rows = Arrays.stream(order).map(i -> withSign(vectors[i])).toArray(double[][]::new);
    return new Eigen(values, rows);
  }

  private static double[] withSign(double[] vector) {
    double largest = 0;
    for (double component : vector) {
      largest = Math.abs(component) > Math.abs(largest) ? component : largest;
    }
    double sign = largest < 0 ? -1 : 1;
    return Arrays.stream(vector).map(component -> sign * component).toArray();
  }
}
