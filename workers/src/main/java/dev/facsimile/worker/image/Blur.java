package dev.facsimile.worker.image;

/** Smoothing and sharpening, with Pillow's arithmetic. */
public final class Blur {
  private static final int PASSES = 3;
  private static final int MAX_RADIUS = 100_000;
  private static final float SMOOTH_CENTRE = 5f / 13f;
  private static final float SMOOTH_NEIGHBOUR = 1f / 13f;

  private Blur() {}

  /**
   * Gaussian blur of the given standard deviation in pixels, by three extended box filters along
   * rows, then three along columns, rounded to 8 bits after each, edges repeated (Gwosdek et al.,
   * "Theoretical foundations of Gaussian convolution by extended box filtering", SSVM 2011). Radius
   * 0 changes nothing.
   *
   * @throws IllegalArgumentException when the radius is not in 0..100,000
   */
  public static Pixels gaussian(Pixels source, double radius) {
    if (!(radius >= 0 && radius <= MAX_RADIUS)) {
      throw new IllegalArgumentException(
          "a blur radius must be in 0.." + MAX_RADIUS + ": " + radius);
    }
    float box = boxRadius((float) radius);
    if (box == 0) {
      return source;
    }
    int width = source.width();
    int height = source.height();
    int channels = source.channels();
    var out = source.data().clone();
    var rows = new BoxFilter(box, width);
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        rows.apply(out, y * width * channels + c, channels, PASSES);
      }
    }
    var columns = new BoxFilter(box, height);
    for (int column = 0; column < width * channels; column++) {
      columns.apply(out, column, width * channels, PASSES);
    }
    return new Pixels(width, height, channels, out);
  }

  /** Radius of the box filter that, applied three times, has the wanted variance; in float32. */
  private static float boxRadius(float radius) {
    float variance = radius * radius / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float fraction = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    fraction /= 6 * (variance - (whole + 1) * (whole + 1));
    return whole + fraction;
  }

  /**
   * A blend with the smoothed picture (Pillow's {@code ImageEnhance.Sharpness}, AugLy's {@code
   * sharpen}): factor 0 is the smoothed picture (3x3, weights 1 and 5 in the centre, over 13; the
   * outermost pixels as they are), 1 the original, 2 sharpened. Alpha is kept.
   */
  public static Pixels sharpen(Pixels source, double factor) {
    var in = source.data();
    var out = in.clone();
    int channels = source.channels();
    for (int y = 1; y < source.height() - 1; y++) {
      for (int x = 1; x < source.width() - 1; x++) {
        int at = source.at(x, y);
        for (int c = at; c < at + 3; c++) {
          out[c] = Colour.blend(smooth(source, c, channels), in[c] & 255, (float) factor);
        }
      }
    }
    return new Pixels(source.width(), source.height(), channels, out);
  }

  private static int smooth(Pixels source, int at, int channels) {
    var in = source.data();
    int line = source.width() * channels;
    float sum = 0.5f;
    sum += sum3(in, at + line, channels, SMOOTH_NEIGHBOUR);
    sum += sum3(in, at, channels, SMOOTH_CENTRE);
    sum += sum3(in, at - line, channels, SMOOTH_NEIGHBOUR);
    return (int) Math.min(Math.max(sum, 0), 255);
  }

  private static float sum3(byte[] in, int at, int channels, float centre) {
    return (in[at - channels] & 255) * SMOOTH_NEIGHBOUR
        + (in[at] & 255) * centre
        + (in[at + channels] & 255) * SMOOTH_NEIGHBOUR;
  }
}
