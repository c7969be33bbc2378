package dev.facsimile.worker.synthesize.text;

/**
 * Fills outlines: for each pixel of a canvas, the fraction that lies inside. Every edge adds its
 * signed area to the pixels it crosses; a running sum along the row then gives the coverage (the
 * accumulation buffer of font-rs, R. Levien 2016). Closed outlines may leave the canvas on any
 * side.
 */
final class Coverage {
  private final int width;
  private final int height;
  private final float[] area;

  /** An empty canvas. */
  Coverage(int width, int height) {
    this.width = width;
    this.height = height;
    this.area = new float[width * height];
  }

  /** Adds an edge of an outline, in pixels from the top left. */
  void line(double x0, double y0, double x1, double y1) {
    if (y0 == y1) {
      return;
    }
    double direction = y0 < y1 ? 1 : -1;
    double top = Math.min(y0, y1);
    double bottom = Math.max(y0, y1);
    double xTop = y0 < y1 ? x0 : x1;
    double slope = (x1 - x0) / (y1 - y0);
    int first = (int) Math.max(0, Math.floor(top));
    int last = (int) Math.min(height, Math.ceil(bottom));
    for (int row = first; row < last; row++) {
      double from = Math.max(row, top);
      double to = Math.min(row + 1, bottom);
      if (to > from) {
        double a = xTop + (from - top) * slope;
        double b = xTop + (to - top) * slope;
        add(row, direction * (to - from), Math.min(a, b), Math.max(a, b));
      }
    }
  }

  /** An edge inside one row: signed height {@code dy}, between columns {@code left} and right. */
  private void add(int row, double dy, double left, double right) {
    if (left >= width) {
      return;
    }
    int start = row * width;
    if (right <= 0) {
      area[start] += (float) dy;
      return;
    }
    int column = (int) Math.floor(left);
    if (right <= column + 1) {
      spread(start, column, dy, 1 - ((left + right) / 2 - column));
      return;
    }
    double perColumn = dy / (right - left);
    int end = Math.min(width, (int) Math.ceil(right));
    for (int c = column; c < end; c++) {
      double from = Math.max(left, c);
      double to = Math.min(right, c + 1.0);
      if (to > from) {
        spread(start, c, perColumn * (to - from), 1 - ((from + to) / 2 - c));
      }
    }
  }

  /**
   * Covers {@code share} of a column's pixel to the right of the edge, and all pixels beyond it.
   */
  private void spread(int start, int column, double dy, double share) {
    if (column < 0) {
      area[start] += (float) dy;
      return;
    }
    area[start + column] += (float) (dy * share);
    if (column + 1 < width) {
      area[start + column + 1] += (float) (dy * (1 - share));
    }
  }

  /** The canvas as opacities, 255 for pixels that lie wholly inside, times an opacity in [0, 1]. */
  byte[] mask(double opacity) {
    var mask = new byte[width * height];
    for (int row = 0; row < height; row++) {
      float sum = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        sum += area[i];
        mask[i] = (byte) (int) (Math.min(1f, Math.abs(sum)) * 255 * opacity + 0.5);
      }
    }
    return mask;
  }
}
