package dev.facsimile.worker.image;

/**
 * Changes of colour that look at one pixel at a time, with the arithmetic of Pillow's {@code
 * ImageEnhance}: a blend {@code d + factor * (p - d)} of each sample p with a degenerate one d in
 * float32, clipped to 0..255, truncated. Alpha is kept.
 */
public final class Colour {
  private Colour() {}

  /** Towards black below 1, brighter above (d = 0). */
  public static Pixels brightness(Pixels source, double factor) {
    return blendWithConstant(source, 0, factor);
  }

  /** Towards the mean luminance below 1, away from it above (d = int(mean of L + 0.5)). */
  public static Pixels contrast(Pixels source, double factor) {
    var in = source.data();
    long sum = 0;
    for (int i = 0; i < in.length; i += source.channels()) {
      sum += luminance(in, i);
    }
    double mean = (double) sum / ((long) source.width() * source.height());
    return blendWithConstant(source, (int) (mean + 0.5), factor);
  }

  /** Towards grey below 1, away from it above (d = L of the same pixel). */
  public static Pixels saturation(Pixels source, double factor) {
    float f = (float) factor;
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += source.channels()) {
      int grey = luminance(in, i);
      for (int c = i; c < i + 3; c++) {
        out[c] = blend(grey, in[c] & 255, f);
      }
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /** L in all three colours. */
  public static Pixels grayscale(Pixels source) {
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += source.channels()) {
      byte grey = (byte) luminance(in, i);
      out[i] = grey;
      out[i + 1] = grey;
      out[i + 2] = grey;
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /** The plain mean of the colours, truncated, in all three (AugLy's mode "average"). */
  public static Pixels averageGrayscale(Pixels source) {
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += source.channels()) {
      byte grey = (byte) (((in[i] & 255) + (in[i + 1] & 255) + (in[i + 2] & 255)) / 3);
      out[i] = grey;
      out[i + 1] = grey;
      out[i + 2] = grey;
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /**
   * Hue turned by a fraction of the circle, through 8-bit HSV as Pillow and torchvision do it: H +
   * int(255 * fraction) modulo 256.
   *
   * @param fraction -0.5 to 0.5
   */
  public static Pixels hue(Pixels source, double fraction) {
    int shift = (int) (255 * fraction);
    var in = source.data();
    var out = in.clone();
    var hsv = new int[3];
    for (int i = 0; i < in.length; i += source.channels()) {
      Hsv.fromRgb(in[i] & 255, in[i + 1] & 255, in[i + 2] & 255, hsv);
      int rgb = Hsv.toRgb((hsv[0] + shift) & 255, hsv[1], hsv[2]);
      out[i] = (byte) (rgb >> 16);
      out[i + 1] = (byte) (rgb >> 8);
      out[i + 2] = (byte) rgb;
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /** ITU-R 601 luma in 16-bit fixed point, as Pillow's {@code convert("L")}. */
  private static int luminance(byte[] in, int i) {
    return (19595 * (in[i] & 255) + 38470 * (in[i + 1] & 255) + 7471 * (in[i + 2] & 255) + 32768)
        >> 16;
  }

  private static Pixels blendWithConstant(Pixels source, int degenerate, double factor) {
    var table = new byte[256];
    for (int value = 0; value < 256; value++) {
      table[value] = blend(degenerate, value, (float) factor);
    }
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += source.channels()) {
      out[i] = table[in[i] & 255];
      out[i + 1] = table[in[i + 1] & 255];
      out[i + 2] = table[in[i + 2] & 255];
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /** One sample between (or beyond) its degenerate and itself. */
  static byte blend(int degenerate, int value, float factor) {
    float blended = degenerate + factor * (value - degenerate);
    return (byte) (blended <= 0 ? 0 : blended >= 255 ? 255 : (int) blended);
  }
}
