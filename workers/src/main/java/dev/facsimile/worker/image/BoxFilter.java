package dev.facsimile.worker.image;

/**
 * A running mean over 2n + 1 samples plus a fraction of the next one on either side, in 24-bit
 * fixed point, as Pillow's {@code BoxBlur.c}. Not thread safe.
 */
final class BoxFilter {
  private final int reach;
  private final int inner;
  private final int outer;
  private final int[] line;
  private final int[] filtered;

  /**
   * A filter for lines of one length.
   *
   * @param radius n + fraction, above 0
   */
  BoxFilter(float radius, int length) {
    this.reach = (int) radius;
    this.inner = (int) ((1 << 24) / (radius * 2 + 1));
    this.outer = ((1 << 24) - (reach * 2 + 1) * inner) / 2;
    this.line = new int[Math.addExact(length, 2 * (reach + 1))];
    this.filtered = new int[length];
  }

  /** Filters the samples at {@code start}, {@code start + step}, ... in place, several times. */
  void apply(byte[] samples, int start, int step, int passes) {
    int margin = reach + 1;
    int length = line.length - 2 * margin;
    for (int i = 0, at = start; i < length; i++, at += step) {
      line[margin + i] = samples[at] & 255;
    }
    for (int pass = 0; pass < passes; pass++) {
      for (int i = 0; i < margin; i++) {
        line[i] = line[margin];
        line[margin + length + i] = line[margin + length - 1];
      }
      filter(length);
    }
    for (int i = 0, at = start; i < length; i++, at += step) {
      samples[at] = (byte) line[margin + i];
    }
  }

  private void filter(int length) {
    int width = 2 * reach + 2;
    int sum = 0;
    for (int i = 0; i < width - 1; i++) {
      sum += line[i];
    }
    for (int i = 0; i < length; i++) {
      sum += line[i + width - 1] - line[i];
      int bulk = sum * inner + (line[i] + line[i + width]) * outer;
      filtered[i] = (bulk + (1 << 23)) >>> 24;
    }
    System.arraycopy(filtered, 0, line, reach + 1, length);
  }
}
