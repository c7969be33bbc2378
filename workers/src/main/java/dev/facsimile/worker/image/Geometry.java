package dev.facsimile.worker.image;

import java.util.Arrays;

/** Cutting, mirroring, padding and moving whole pixels; nothing here computes a sample. */
public final class Geometry {
  private Geometry() {}

  /**
   * The rectangle at (left, top).
   *
   * @throws IllegalArgumentException when it is empty or not inside the picture
   */
  public static Pixels crop(Pixels source, int left, int top, int width, int height) {
    if (left < 0
        || top < 0
        || (long) left + width > source.width()
        || (long) top + height > source.height()) {
      throw new IllegalArgumentException(
          "no rectangle of "
              + width
              + "x"
              + height
              + " at ("
              + left
              + ", "
              + top
              + ") in "
              + source.width()
              + "x"
              + source.height());
    }
    int channels = source.channels();
    var out = Pixels.samples(width, height, channels);
    int line = width * channels;
    for (int y = 0; y < height; y++) {
      System.arraycopy(source.data(), source.at(left, top + y), out, y * line, line);
    }
    return new Pixels(width, height, channels, out);
  }

  /**
   * The rectangle between fractions of the sides, each edge truncated to a pixel (AugLy's {@code
   * crop}: left = int(width * x1), right = int(width * x2) ...).
   */
  public static Pixels cropFractions(Pixels source, double x1, double y1, double x2, double y2) {
    int left = (int) (source.width() * x1);
    int top = (int) (source.height() * y1);
    int right = (int) (source.width() * x2);
    int bottom = (int) (source.height() * y2);
    return crop(source, left, top, right - left, bottom - top);
  }

  /** A rectangle cut out first and resized then, so that nothing outside it enters (bilinear). */
  public static Pixels resizedCrop(
      Pixels source, int left, int top, int width, int height, int outWidth, int outHeight) {
    var cut = crop(source, left, top, width, height);
    return Resize.resize(cut, outWidth, outHeight, Filter.BILINEAR);
  }

  /** Columns in reverse order. */
  public static Pixels flipHorizontally(Pixels source) {
    var in = source.data();
    var out = new byte[in.length];
    int channels = source.channels();
    for (int y = 0; y < source.height(); y++) {
      int from = source.at(0, y);
      int to = from + (source.width() - 1) * channels;
      for (int x = 0; x < source.width(); x++, from += channels, to -= channels) {
        for (int c = 0; c < channels; c++) {
          out[to + c] = in[from + c];
        }
      }
    }
    return new Pixels(source.width(), source.height(), channels, out);
  }

  /** Rows in reverse order. */
  public static Pixels flipVertically(Pixels source) {
    var out = new byte[source.data().length];
    int line = source.width() * source.channels();
    for (int y = 0; y < source.height(); y++) {
      System.arraycopy(source.data(), y * line, out, (source.height() - 1 - y) * line, line);
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /** Rows and columns exchanged: what was at (x, y) is at (y, x). */
  public static Pixels transpose(Pixels source) {
    var in = source.data();
    var out = new byte[in.length];
    int channels = source.channels();
    int from = 0;
    for (int y = 0; y < source.height(); y++) {
      for (int x = 0; x < source.width(); x++) {
        int to = (x * source.height() + y) * channels;
        for (int c = 0; c < channels; c++) {
          out[to + c] = in[from++];
        }
      }
    }
    return new Pixels(source.height(), source.width(), channels, out);
  }

  /**
   * A border of int(widthFactor * width) columns on both sides and int(heightFactor * height) rows
   * above and below (AugLy's {@code pad}); the result has no alpha.
   */
  public static Pixels pad(
      Pixels source, double widthFactor, double heightFactor, int red, int green, int blue) {
    if (!(widthFactor >= 0 && heightFactor >= 0)) {
      throw new IllegalArgumentException(
          "a border cannot be negative: " + widthFactor + ", " + heightFactor);
    }
    int left = (int) (widthFactor * source.width());
    int top = (int) (heightFactor * source.height());
    var canvas =
        Pixels.filled(source.width() + 2 * left, source.height() + 2 * top, red, green, blue);
    return Paste.paste(canvas, source, left, top);
  }

  /**
   * The shorter side padded to the longer (AugLy's {@code pad_square}: factor (longer - shorter) /
   * (2 * shorter), so that an odd difference leaves one pixel missing).
   */
  public static Pixels padSquare(Pixels source, int red, int green, int blue) {
    int width = source.width();
    int height = source.height();
    return width < height
        ? pad(source, (height - width) / (2.0 * width), 0, red, green, blue)
        : pad(source, 0, (width - height) / (2.0 * height), red, green, blue);
  }

  /**
   * Pixel number {@code positions[i]} of the result is pixel number {@code sources[i]} of the
   * original, all others unchanged; number = row * width + column. AugLy's {@code shuffle_pixels}
   * chooses int(factor * pixels) positions without replacement, and the sources are the same
   * numbers in another random order.
   *
   * @throws IllegalArgumentException when the lists differ in length
   */
  public static Pixels shufflePixels(Pixels source, int[] positions, int[] sources) {
    if (positions.length != sources.length) {
      throw new IllegalArgumentException(
          positions.length + " positions, " + sources.length + " sources");
    }
    var in = source.data();
    var out = Arrays.copyOf(in, in.length);
    int channels = source.channels();
    for (int i = 0; i < positions.length; i++) {
      for (int c = 0; c < channels; c++) {
        out[positions[i] * channels + c] = in[sources[i] * channels + c];
      }
    }
    return new Pixels(source.width(), source.height(), channels, out);
  }
}
