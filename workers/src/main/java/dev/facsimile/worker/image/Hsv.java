package dev.facsimile.worker.image;

/**
 * RGB to 8-bit HSV and back, as Pillow converts: float32 and double mixed exactly as in its C
 * source, which follows Python's {@code colorsys}.
 */
final class Hsv {
  private Hsv() {}

  /** Writes hue, saturation and value, each 0..255. */
  static void fromRgb(int red, int green, int blue, int[] hsv) {
    int high = Math.max(red, Math.max(green, blue));
    int low = Math.min(red, Math.min(green, blue));
    hsv[0] = 0;
    hsv[1] = 0;
    hsv[2] = high;
    if (high == low) {
      return;
    }
    float range = high - low;
    float saturation = range / high;
    float fromRed = (high - red) / range;
    float fromGreen = (high - green) / range;
    float fromBlue = (high - blue) / range;
    float hue;
    if (red == high) {
      hue = fromBlue - fromGreen;
    } else if (green == high) {
      hue = (float) (2.0 + fromRed - fromBlue);
    } else {
      hue = (float) (4.0 + fromGreen - fromRed);
    }
    hue = (float) ((hue / 6.0 + 1.0) % 1.0);
    hsv[0] = (int) (hue * 255.0);
    hsv[1] = (int) (saturation * 255.0);
  }

  /** Red, green and blue as 0xRRGGBB. */
  static int toRgb(int hue, int saturation, int value) {
    if (saturation == 0) {
      return value << 16 | value << 8 | value;
    }
    int sector = (int) Math.floor(hue * 6.0f / 255.0);
    float rest = (float) (hue * 6.0f / 255.0 - sector);
    float s = (float) (saturation / 255.0);
    int p = round(value * (1.0 - s));
    int q = round(value * (1.0 - s * rest));
    int t = round(value * (1.0 - s * (1.0 - rest)));
    return switch (sector % 6) {
      case 0 -> value << 16 | t << 8 | p;
      case 1 -> q << 16 | value << 8 | p;
      case 2 -> p << 16 | value << 8 | t;
      case 3 -> p << 16 | q << 8 | value;
      case 4 -> t << 16 | p << 8 | value;
      default -> value << 16 | p << 8 | q;
    };
  }

  private static int round(double value) {
    return (int) Math.min(Math.max(Math.floor(value + 0.5), 0), 255);
  }
}
