package dev.facsimile.worker.image;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Turning a picture counter-clockwise about its centre, as {@code PIL.Image.rotate} does with the
 * nearest sample: 16.16 fixed point, black where the picture does not reach.
 */
public final class Rotation {
  private static final double RADIANS_PER_DEGREE = Math.PI / 180;

  private Rotation() {}

  /** On the same canvas; corners are cut off. */
  public static Pixels rotate(Pixels source, double degrees) {
    double angle = normalise(degrees);
    int width = source.width();
    int height = source.height();
    if (angle == 90 || angle == 270) {
      return width == height
          ? quarter(source, angle)
          : affine(source, matrix(source, angle), width, height);
    }
    return straight(angle, source, matrix(source, angle), width, height);
  }

  /**
   * Turned on a canvas that holds all of it, then the largest upright rectangle without black is
   * cut out (AugLy's {@code rotate}).
   */
  public static Pixels rotateAndCrop(Pixels source, double degrees) {
    var turned = expand(source, normalise(degrees));
    double radians = degrees * RADIANS_PER_DEGREE;
    double sine = Math.abs(StrictMath.sin(radians));
    double cosine = Math.abs(StrictMath.cos(radians));
    int width = source.width();
    int height = source.height();
    double shorter = Math.min(width, height);
    double longer = Math.max(width, height);
    double cropWidth;
    double cropHeight;
    if (shorter <= 2 * sine * cosine * longer || Math.abs(sine - cosine) < 1e-10) {
      double half = 0.5 * shorter;
      cropWidth = width >= height ? half / sine : half / cosine;
      cropHeight = width >= height ? half / cosine : half / sine;
    } else {
      double cosineOfTwice = cosine * cosine - sine * sine;
      cropWidth = (width * cosine - height * sine) / cosineOfTwice;
      cropHeight = (height * cosine - width * sine) / cosineOfTwice;
    }
    double centreX = turned.width() / 2.0;
    double centreY = turned.height() / 2.0;
    int left = Math.max((int) (centreX - cropWidth / 2), 0);
    int top = Math.max((int) (centreY - cropHeight / 2), 0);
    int right = Math.min((int) (centreX + cropWidth / 2), turned.width());
    int bottom = Math.min((int) (centreY + cropHeight / 2), turned.height());
    return Geometry.crop(turned, left, top, Math.max(right - left, 1), Math.max(bottom - top, 1));
  }

  private static double normalise(double degrees) {
    double angle = degrees % 360;
    return angle < 0 ? angle + 360 : angle;
  }

  private static Pixels straight(
      double angle, Pixels source, double[] matrix, int width, int height) {
    if (angle == 0) {
      return source;
    }
    if (angle == 180) {
      return Geometry.flipVertically(Geometry.flipHorizontally(source));
    }
    return affine(source, matrix, width, height);
  }

  private static Pixels quarter(Pixels source, double angle) {
    var transposed = Geometry.transpose(source);
    return angle == 90
        ? Geometry.flipVertically(transposed)
        : Geometry.flipHorizontally(transposed);
  }

  private static Pixels expand(Pixels source, double angle) {
    if (angle == 90 || angle == 270) {
      return quarter(source, angle);
    }
    var matrix = matrix(source, angle);
    double[] xs = new double[4];
    double[] ys = new double[4];
    for (int i = 0; i < 4; i++) {
      double x = i == 1 || i == 2 ? source.width() : 0;
      double y = i >= 2 ? source.height() : 0;
      xs[i] = matrix[0] * x + matrix[1] * y + matrix[2];
      ys[i] = matrix[3] * x + matrix[4] * y + matrix[5];
    }
    int width = extent(xs);
    int height = extent(ys);
    double x = -(width - source.width()) / 2.0;
    double y = -(height - source.height()) / 2.0;
    double shiftX = matrix[0] * x + matrix[1] * y + matrix[2];
    double shiftY = matrix[3] * x + matrix[4] * y + matrix[5];
    matrix[2] = shiftX;
    matrix[5] = shiftY;
    return straight(angle, source, matrix, width, height);
  }

  private static int extent(double[] values) {
    double low = values[0];
    double high = values[0];
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return (int) (Math.ceil(high) - Math.floor(low));
  }

  /** Output to input coordinates: x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5. */
  private static double[] matrix(Pixels source, double angle) {
    double radians = -(angle * RADIANS_PER_DEGREE);
    double cosine = round(StrictMath.cos(radians));
    double sine = round(StrictMath.sin(radians));
    double x = source.width() / 2.0;
    double y = source.height() / 2.0;
    return new double[] {
      cosine,
      sine,
      cosine * -x + sine * -y + 0.0 + x,
      -sine,
      cosine,
      -sine * -x + cosine * -y + 0.0 + y
    };
  }

  private static double round(double value) {
    return new BigDecimal(value).setScale(15, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static Pixels affine(Pixels source, double[] matrix, int width, int height) {
    int channels = source.channels();
    var in = source.data();
    var out = Pixels.samples(width, height, channels);
    long stepX = fixed(matrix[0]);
    long stepY = fixed(matrix[3]);
    long lineX = fixed(matrix[2] + matrix[0] * 0.5 + matrix[1] * 0.5);
    long lineY = fixed(matrix[5] + matrix[3] * 0.5 + matrix[4] * 0.5);
    int to = 0;
    for (int row = 0; row < height; row++) {
      long x = lineX;
      long y = lineY;
      for (int column = 0; column < width; column++, to += channels) {
        long fromX = x >> 16;
        long fromY = y >> 16;
        if (fromX >= 0 && fromX < source.width() && fromY >= 0 && fromY < source.height()) {
          int from = source.at((int) fromX, (int) fromY);
          for (int c = 0; c < channels; c++) {
            out[to + c] = in[from + c];
          }
        }
        x += stepX;
        y += stepY;
      }
      lineX += fixed(matrix[1]);
      lineY += fixed(matrix[4]);
    }
    return new Pixels(width, height, channels, out);
  }

  private static long fixed(double value) {
    return (long) Math.floor(value * 65536.0 + 0.5);
  }
}
