package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;

/** Parameters of the operations that move pixels or change the size of the canvas. */
public final class GeometrySteps {
  private GeometrySteps() {}

  /** How samples between pixels are interpolated. */
  public enum Filter {
    /** The nearest pixel. */
    @JsonProperty("nearest")
    NEAREST,
    /** Triangle filter, antialiased when shrinking. */
    @JsonProperty("bilinear")
    BILINEAR,
    /** Cubic filter with a = -0.5, antialiased when shrinking. */
    @JsonProperty("bicubic")
    BICUBIC
  }

  /** A random part of the picture, resized to a square (torchvision's RandomResizedCrop). */
  public record RandomResizedCropStep(
      @Default("256") @Min(8) @Max(2048) @JsonPropertyDescription("Side of the result, in pixels")
          int sizePx,
      @Default("{\"from\": 0.2, \"to\": 1.0}")
          @Min(0.001)
          @Max(1)
          @JsonPropertyDescription("Area of the part as a fraction of the picture's")
          Range area,
      @Default("{\"from\": 0.75, \"to\": 1.3333333333333333}")
          @Min(0.01)
          @Max(100)
          @JsonPropertyDescription("Width over height of the part; its logarithm is drawn")
          Range aspectRatio) {}

  /** The part between four edges, each a fraction of the picture's width or height. */
  public record CropStep(
      @Default("{\"from\": 0.0, \"to\": 0.25}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the width")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.25}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the height")
          Range top,
      @Default("{\"from\": 0.75, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Right edge, as a fraction of the width; above left")
          Range right,
      @Default("{\"from\": 0.75, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Bottom edge, as a fraction of the height; above top")
          Range bottom) {}

  /** A given size, whatever the picture's shape. */
  public record ResizeStep(
      @Min(1)
          @Max(4096)
          @JsonPropertyDescription("Width of the result, in pixels; unchanged when absent")
          Integer widthPx,
      @Min(1)
          @Max(4096)
          @JsonPropertyDescription("Height of the result, in pixels; unchanged when absent")
          Integer heightPx,
      @Default("bilinear") @JsonPropertyDescription("Interpolation") Filter filter) {}

  /** Both sides times a factor; the shape stays. */
  public record ScaleStep(
      @Default("{\"from\": 0.5, \"to\": 1.0}")
          @Min(0.01)
          @Max(4)
          @JsonPropertyDescription("Factor; a side never falls below 1 pixel")
          Range factor) {}

  /** Another shape of the same area, by stretching. */
  public record AspectRatioStep(
      @Default("{\"from\": 0.5, \"to\": 2.0}")
          @Min(0.05)
          @Max(20)
          @JsonPropertyDescription("Width over height of the result")
          Range ratio) {}

  /** A turn about the centre, nearest neighbour. */
  public record RotateStep(
      @Default("{\"from\": -50.0, \"to\": 50.0}")
          @Min(-360)
          @Max(360)
          @JsonPropertyDescription("Angle, counter-clockwise, in degrees")
          Range degrees,
      @Default("same") @JsonPropertyDescription("What remains of the canvas") Canvas canvas) {

    /** What remains of the canvas after a turn. */
    public enum Canvas {
      /** The old size; corners are cut off and gaps are black. */
      @JsonProperty("same")
      SAME,
      /** The largest upright rectangle without a gap (AugLy's rotate). */
      @JsonProperty("inner")
      INNER
    }
  }

  /** Left becomes right. */
  public record FlipHorizontallyStep() {}

  /** Top becomes bottom. */
  public record FlipVerticallyStep() {}

  /**
   * The four corners move by normal noise and the picture follows; the canvas stays and gaps are
   * black.
   */
  public record PerspectiveStep(
      @Default("{\"from\": 0.0, \"to\": 50.0}")
          @Min(0)
          @Max(1000)
          @JsonPropertyDescription("Standard deviation of each corner coordinate, in pixels")
          Range sigmaPx,
      @Default("{\"from\": 0.0, \"to\": 0.0}")
          @Min(-4096)
          @Max(4096)
          @JsonPropertyDescription("Shift of all corners to the right, in pixels")
          Range dxPx,
      @Default("{\"from\": 0.0, \"to\": 0.0}")
          @Min(-4096)
          @Max(4096)
          @JsonPropertyDescription("Shift of all corners downwards, in pixels")
          Range dyPx,
      @Min(0)
          @Max(4294967295.0)
          @JsonPropertyDescription(
              "Seed of the corner noise, as NumPy's RandomState has it; the reference always uses"
                  + " 42 and so knows one direction of warp alone. Another noise for every picture"
                  + " when absent")
          Long perspectiveSeed) {}

  /** A border of one colour around the picture. */
  public record PadStep(
      @Default("{\"from\": 0.0, \"to\": 0.1}")
          @Min(0)
          @Max(5)
          @JsonPropertyDescription("Border left and right, each as a fraction of the width")
          Range widthFactor,
      @Default("{\"from\": 0.0, \"to\": 0.1}")
          @Min(0)
          @Max(5)
          @JsonPropertyDescription("Border above and below, each as a fraction of the height")
          Range heightFactor,
      @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour as #rrggbb; a random one when absent")
          String color) {}

  /** A border on the short sides that makes the picture square. */
  public record PadSquareStep(
      @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour as #rrggbb; a random one when absent")
          String color) {}
}
