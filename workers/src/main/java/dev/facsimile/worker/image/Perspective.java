package dev.facsimile.worker.image;

/**
 * Projective distortion as in AugLy's {@code perspective_transform} without border crop, sampled as
 * {@code PIL.Image.transform(PERSPECTIVE, BICUBIC)} does.
 */
public final class Perspective {
  private static final int UNKNOWNS = 8;

  private Perspective() {}

  /**
   * The coefficients (a..h) that map a point (x, y) of the result to ((ax + by + c) / d, (dx + ey +
   * f) / d), d = gx + hy + 1, of the original, from four pairs of corners.
   *
   * @param source four corners in the original, as x0, y0, x1, y1, ...
   * @param target where each of them is in the result
   * @throws IllegalArgumentException when three corners lie on one line
   */
  public static double[] coefficients(double[] source, double[] target) {
    var equations = new double[UNKNOWNS][];
    for (int i = 0; i < 4; i++) {
      double x = target[2 * i];
      double y = target[2 * i + 1];
      double toX = source[2 * i];
      double toY = source[2 * i + 1];
      equations[2 * i] = new double[] {x, y, 1, 0, 0, 0, -toX * x, -toX * y, toX};
      equations[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -toY * x, -toY * y, toY};
    }
    return solve(equations);
  }

  /** Gaussian elimination with partial pivoting; each row holds its right-hand side last. */
  private static double[] solve(double[][] rows) {
    for (int column = 0; column < UNKNOWNS; column++) {
      int pivot = column;
      for (int row = column + 1; row < UNKNOWNS; row++) {
        if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
          pivot = row;
        }
      }
      var swap = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = swap;
      if (Math.abs(rows[column][column]) < 1e-12) {
        throw new IllegalArgumentException("three corners lie on one line");
      }
      for (int row = column + 1; row < UNKNOWNS; row++) {
        double factor = rows[row][column] / rows[column][column];
        for (int k = column; k <= UNKNOWNS; k++) {
          rows[row][k] -= factor * rows[column][k];
        }
      }
    }
    var solution = new double[UNKNOWNS];
    for (int row = UNKNOWNS - 1; row >= 0; row--) {
      double rest = rows[row][UNKNOWNS];
      for (int k = row + 1; k < UNKNOWNS; k++) {
        rest -= rows[row][k] * solution[k];
      }
      solution[row] = rest / rows[row][row];
    }
    return solution;
  }

  /**
   * The picture seen through the coefficients, same size: a 4x4 cubic with a = -1, edges clamped,
   * rows first, in double, clipped and truncated; black (and transparent) where the original does
   * not reach.
   *
   * @param coefficients a..h as from {@link #coefficients}
   */
  public static Pixels transform(Pixels source, double[] coefficients) {
    return source.channels() == 4
        ? Alpha.unpremultiply(sample(Alpha.premultiply(source), coefficients))
        : sample(source, coefficients);
  }

  private static Pixels sample(Pixels source, double[] m) {
    int channels = source.channels();
    var out = new byte[source.data().length];
    var columns = new int[4];
    var rows = new int[4];
    for (int y = 0; y < source.height(); y++) {
      double outY = y + 0.5;
      for (int x = 0; x < source.width(); x++) {
        double outX = x + 0.5;
        double d = m[6] * outX + m[7] * outY + 1;
        double u = (m[0] * outX + m[1] * outY + m[2]) / d;
        double v = (m[3] * outX + m[4] * outY + m[5]) / d;
        if (u >= 0 && u < source.width() && v >= 0 && v < source.height()) {
          u -= 0.5;
          v -= 0.5;
          double left = Math.floor(u);
          double top = Math.floor(v);
          for (int i = 0; i < 4; i++) {
            columns[i] = clamp((int) left - 1 + i, source.width()) * channels;
            rows[i] = clamp((int) top - 1 + i, source.height()) * source.width() * channels;
          }
          cubic(source, columns, rows, u - left, v - top, out, source.at(x, y));
        }
      }
    }
    return new Pixels(source.width(), source.height(), channels, out);
  }

  private static int clamp(int position, int size) {
    return Math.min(Math.max(position, 0), size - 1);
  }

  private static void cubic(
      Pixels source, int[] columns, int[] rows, double dx, double dy, byte[] out, int to) {
    var in = source.data();
    for (int c = 0; c < source.channels(); c++) {
      double first = cubic(in, rows[0] + c, columns, dx);
      double second = cubic(in, rows[1] + c, columns, dx);
      double third = cubic(in, rows[2] + c, columns, dx);
      double fourth = cubic(in, rows[3] + c, columns, dx);
      double value = cubic(first, second, third, fourth, dy);
      out[to + c] = (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
    }
  }

  private static double cubic(byte[] in, int row, int[] columns, double d) {
    return cubic(
        in[row + columns[0]] & 255,
        in[row + columns[1]] & 255,
        in[row + columns[2]] & 255,
        in[row + columns[3]] & 255,
        d);
  }

  private static double cubic(double v1, double v2, double v3, double v4, double d) {
    double p2 = -v1 + v3;
    double p3 = 2 * (v1 - v2) + v3 - v4;
    double p4 = -v1 + v2 - v3 + v4;
    return v2 + d * (p2 + d * (p3 + d * p4));
  }
}
