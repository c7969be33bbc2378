package dev.facsimile.worker.image.codec;

/** Ink to light, as Pillow converts CMYK to RGB: nk = 255 - k, red = nk - c * nk / 255, rounded. */
final class Cmyk {
  private Cmyk() {}

  static byte[] toRgb(byte[] cmyk) {
    var rgb = new byte[cmyk.length / 4 * 3];
    for (int from = 0, to = 0; to < rgb.length; from += 4) {
      int light = 255 - (cmyk[from + 3] & 255);
      for (int c = 0; c < 3; c++) {
        int product = (cmyk[from + c] & 255) * light + 128;
        rgb[to++] = (byte) Math.max(light - ((product + (product >> 8)) >> 8), 0);
      }
    }
    return rgb;
  }

  /** Cyan, magenta and yellow inverted, black left. */
  static void invertColours(byte[] cmyk) {
    for (int i = 0; i < cmyk.length; i += 4) {
      cmyk[i] = (byte) ~cmyk[i];
      cmyk[i + 1] = (byte) ~cmyk[i + 1];
      cmyk[i + 2] = (byte) ~cmyk[i + 2];
    }
  }
}
