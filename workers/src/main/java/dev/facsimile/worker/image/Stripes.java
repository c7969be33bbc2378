package dev.facsimile.worker.image;

/**
 * Parallel lines over a picture (AugLy's {@code overlay_stripes}). A pixel belongs to a line when
 * (cos(2 pi (px (x - W/2) + py (y - H/2))) + 1) / 2 exceeds (cos(pi width) + 1) / 2, where px =
 * sin(angle) / distance, py = cos(angle) / distance, distance = (1 - density) min(W, H).
 */
public final class Stripes {
  private static final double DASH_WIDTH = 0.7;

  private Stripes() {}

  /** What the lines look like. */
  public enum Line {
    /** Unbroken. */
    SOLID,
    /** Broken by lines at a right angle of the same width. */
    DOTTED,
    /** Broken by lines at a right angle of width 0.7. */
    DASHED
  }

  /**
   * Draws the lines.
   *
   * @param width share of the period that a line covers, 0 to 1
   * @param degrees 0 is horizontal, 90 vertical
   * @param density 0 to below 1: 1 minus the period over the shorter side
   * @param opacity 0 to 1
   * @throws IllegalArgumentException when the density is not in its range
   */
  public static Pixels overlay(
      Pixels source,
      Line line,
      double width,
      double degrees,
      double density,
      double opacity,
      int red,
      int green,
      int blue) {
    if (!(density >= 0 && density < 1)) {
      throw new IllegalArgumentException("stripe density must be in [0, 1): " + density);
    }
    var mask = mask(source, width, degrees, density);
    if (line != Line.SOLID) {
      double across = line == Line.DOTTED ? width : DASH_WIDTH;
      var breaks = mask(source, across, degrees + 90, density);
      for (int i = 0; i < mask.length; i++) {
        mask[i] &= breaks[i];
      }
    }
    byte strength = (byte) (int) (opacity * 255);
    for (int i = 0; i < mask.length; i++) {
      mask[i] *= strength;
    }
    var colour = Pixels.filled(source.width(), source.height(), red, green, blue);
    return Paste.paste(source, colour, mask, 0, 0);
  }

  /** 1 on a line, 0 elsewhere. */
  private static byte[] mask(Pixels source, double width, double degrees, double density) {
    double angle = degrees * (Math.PI / 180);
    double distance = (1 - density) * Math.min(source.width(), source.height());
    boolean horizontal = angle == 0 || Math.abs(angle) == Math.PI;
    boolean vertical = Math.abs(angle) == Math.PI / 2 || Math.abs(angle) == 3 * Math.PI / 2;
    double periodX = horizontal ? 0 : StrictMath.sin(angle) / distance;
    double periodY = vertical ? 0 : StrictMath.cos(angle) / distance;
    double threshold = (StrictMath.cos(Math.PI * width) + 1) / 2;
    var mask = new byte[source.width() * source.height()];
    int i = 0;
    for (int row = 0; row < source.height(); row++) {
      double y = row - source.height() / 2.0;
      for (int column = 0; column < source.width(); column++) {
        double x = column - source.width() / 2.0;
        double wave = StrictMath.cos(2 * Math.PI * (periodX * x + periodY * y));
        mask[i++] = (byte) ((wave + 1) / 2 > threshold ? 1 : 0);
      }
    }
    return mask;
  }
}
