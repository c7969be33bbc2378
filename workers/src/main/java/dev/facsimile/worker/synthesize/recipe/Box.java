package dev.facsimile.worker.synthesize.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Where a picture was pasted: an upright rectangle in fractions of the canvas, inside [0, 1].
 *
 * @param kind what was pasted
 * @param x left edge
 * @param y top edge
 * @param width width
 * @param height height
 */
public record Box(
    @JsonProperty("class") Kind kind, double x, double y, double width, double height) {
  private static final double SMALLEST_VISIBLE = 0.5;

  /** What a box holds. */
  public enum Kind {
    /** The picture itself, on a foreign one: what a detector of overlays looks for. */
    @JsonProperty("overlay")
    OVERLAY,
    /** A foreign picture, on the picture. */
    @JsonProperty("underlay")
    UNDERLAY,
    /** A smiley. */
    @JsonProperty("emoji")
    EMOJI
  }

  /** Where a point of the old canvas lies on the new one; both in pixels. */
  @FunctionalInterface
  interface Mapping {
    /** The new point, as x and y. */
    double[] map(double x, double y);
  }

  /** A box given in pixels of a canvas, cut at the canvas; empty when nothing of it is inside. */
  static Optional<Box> visible(
      Kind kind, double left, double top, double right, double bottom, int width, int height) {
    double x0 = Math.max(0, left);
    double y0 = Math.max(0, top);
    double x1 = Math.min(width, right);
    double y1 = Math.min(height, bottom);
    if (x1 <= x0 || y1 <= y0) {
      return Optional.empty();
    }
    double x = x0 / width;
    double y = y0 / height;
    return Optional.of(
        new Box(
            kind, x, y, Math.min((x1 - x0) / width, 1 - x), Math.min((y1 - y0) / height, 1 - y)));
  }

  /** The same, but also empty when more than half of it is outside. */
  static Optional<Box> mostlyVisible(
      Kind kind, double left, double top, double right, double bottom, int width, int height) {
    double whole = (right - left) * (bottom - top) / ((double) width * height);
    return visible(kind, left, top, right, bottom, width, height)
        .filter(box -> box.width * box.height >= SMALLEST_VISIBLE * whole);
  }

  /**
   * The upright rectangle around this box after a change of the canvas; empty when more than half
   * of it is outside the new one.
   */
  Optional<Box> through(Mapping mapping, int oldWidth, int oldHeight, int width, int height) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double cornerX = (x + (corner % 2) * this.width) * oldWidth;
      double cornerY = (y + (corner / 2) * this.height) * oldHeight;
      double[] point = mapping.map(cornerX, cornerY);
      left = Math.min(left, point[0]);
      top = Math.min(top, point[1]);
      right = Math.max(right, point[0]);
      bottom = Math.max(bottom, point[1]);
    }
    return mostlyVisible(kind, left, top, right, bottom, width, height);
  }
}
