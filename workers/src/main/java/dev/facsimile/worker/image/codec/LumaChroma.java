package dev.facsimile.worker.image.codec;

/**
 * YCbCr to RGB by the 16-bit fixed-point tables of libjpeg's {@code jdcolor.c} (JFIF 1.02: R = Y +
 * 1.402 Cr, G = Y - 0.34414 Cb - 0.71414 Cr, B = Y + 1.772 Cb).
 */
final class LumaChroma {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int[] RED_OF_CR = new int[256];
  private static final int[] BLUE_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] GREEN_OF_CB = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      RED_OF_CR[i] = (fixed(1.40200) * x + HALF) >> BITS;
      BLUE_OF_CB[i] = (fixed(1.77200) * x + HALF) >> BITS;
      GREEN_OF_CR[i] = -fixed(0.71414) * x;
      GREEN_OF_CB[i] = -fixed(0.34414) * x + HALF;
    }
  }

  private LumaChroma() {}

  /** Converts the first three of {@code channels} interleaved samples in place. */
  static void toRgb(byte[] samples, int channels) {
    for (int i = 0; i < samples.length; i += channels) {
      int luma = samples[i] & 255;
      int cb = samples[i + 1] & 255;
      int cr = samples[i + 2] & 255;
      samples[i] = clip(luma + RED_OF_CR[cr]);
      samples[i + 1] = clip(luma + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> BITS));
      samples[i + 2] = clip(luma + BLUE_OF_CB[cb]);
    }
  }

  private static int fixed(double value) {
    return (int) (value * (1 << BITS) + 0.5);
  }

  private static byte clip(int value) {
    return (byte) Math.min(Math.max(value, 0), 255);
  }
}
