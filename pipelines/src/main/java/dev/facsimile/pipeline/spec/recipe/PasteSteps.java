package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;

/**
 * Parameters of the operations that combine a picture with another one from the pool, or with a
 * drawn pattern. Positions are those of the pasted picture's top left corner; what leaves the
 * canvas is cut off.
 */
public final class PasteSteps {
  private PasteSteps() {}

  /** A small picture of the pool is pasted onto the picture (the reference's name for it). */
  public record UnderlayStep(
      @Default("{\"from\": 0.04, \"to\": 0.1}")
          @Min(0.001)
          @Max(10)
          @JsonPropertyDescription("Factor on the size of the picture of the pool")
          Range scale,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the picture's width")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the picture's height")
          Range top) {}

  /** The picture is pasted onto a picture of the pool, whose size the result has. */
  public record OverlayStep(
      @Default("{\"from\": 1.0, \"to\": 2.5}")
          @Min(0.001)
          @Max(10)
          @JsonPropertyDescription("Factor on the size of the pasted picture")
          Range scale,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the width of the pool's picture")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the height of the pool's picture")
          Range top) {}

  /** A picture of the pool is laid over the picture, more or less transparent (AugLy). */
  public record OverlayImageStep(
      @Default("{\"from\": 0.2, \"to\": 0.6}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Height as a fraction of the picture's height")
          Range size,
      @Default("{\"from\": 0.3, \"to\": 1.0}") @Min(0) @Max(1) @JsonPropertyDescription("Opacity")
          Range opacity,
      @Default("{\"from\": 0.0, \"to\": 0.8}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the width")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.8}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the height")
          Range top) {}

  /** One of the built-in smileys. */
  public record EmojiStep(
      @Default("{\"from\": 0.0, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Height as a fraction of the picture's height")
          Range size,
      @Default("{\"from\": 0.0, \"to\": 1.0}") @Min(0) @Max(1) @JsonPropertyDescription("Opacity")
          Range opacity,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the width")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the height")
          Range top) {}

  /** Parallel stripes across the whole picture (AugLy's overlay_stripes). */
  public record OverlayStripesStep(
      @Default("{\"from\": 0.1, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Share of each period that is covered")
          Range width,
      @Default("{\"from\": -90.0, \"to\": 90.0}")
          @Min(-360)
          @Max(360)
          @JsonPropertyDescription("Angle in degrees; 0 is horizontal")
          Range degrees,
      @Default("{\"from\": 0.5, \"to\": 0.95}")
          @Min(0)
          @Max(0.999)
          @JsonPropertyDescription("Density: the period is (1 - density) x short side")
          Range density,
      @Default("{\"from\": 0.3, \"to\": 1.0}") @Min(0) @Max(1) @JsonPropertyDescription("Opacity")
          Range opacity,
      @Default("solid") @JsonPropertyDescription("Form of the stripes") Line line,
      @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour as #rrggbb; a random one when absent")
          String color) {

    /** Form of the stripes. */
    public enum Line {
      /** Unbroken. */
      @JsonProperty("solid")
      SOLID,
      /** Broken into dashes. */
      @JsonProperty("dashed")
      DASHED,
      /** Broken into dots. */
      @JsonProperty("dotted")
      DOTTED
    }
  }
}
