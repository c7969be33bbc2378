package dev.facsimile.worker.image;

/** Arithmetic of opacities in 8 bits, rounded as in Pillow. */
final class Alpha {
  private Alpha() {}

  /** {@code a * b / 255}, rounded to the nearest integer, for both in 0..255. */
  static int multiply(int a, int b) {
    return divide(a * b);
  }

  /** {@code over} on {@code base} with the given opacity 0..255. */
  static int blend(int base, int over, int opacity) {
    return divide(base * (255 - opacity) + over * opacity);
  }

  private static int divide(int product) {
    int rounded = product + 128;
    return (rounded + (rounded >> 8)) >> 8;
  }

  /** Colours times alpha. */
  static Pixels premultiply(Pixels source) {
    var in = source.data();
    var out = new byte[in.length];
    for (int i = 0; i < in.length; i += 4) {
      int alpha = in[i + 3] & 255;
      out[i] = (byte) multiply(in[i] & 255, alpha);
      out[i + 1] = (byte) multiply(in[i + 1] & 255, alpha);
      out[i + 2] = (byte) multiply(in[i + 2] & 255, alpha);
      out[i + 3] = in[i + 3];
    }
    return new Pixels(source.width(), source.height(), 4, out);
  }

  /** Colours divided by alpha; unchanged where alpha is 0. */
  static Pixels unpremultiply(Pixels source) {
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += 4) {
      int alpha = in[i + 3] & 255;
      if (alpha != 0 && alpha != 255) {
        for (int c = i; c < i + 3; c++) {
          out[c] = (byte) Math.min(255 * (in[c] & 255) / alpha, 255);
        }
      }
    }
    return new Pixels(source.width(), source.height(), 4, out);
  }
}
