package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Parameters of the operations that lose or disturb detail and keep the canvas. */
public final class FilterSteps {
  private FilterSteps() {}

  /** Down to a fraction of the size and back. */
  public record PixelizeStep(
      @Default("{\"from\": 0.1, \"to\": 1.0}")
          @Min(0.001)
          @Max(1)
          @JsonPropertyDescription("Side of the small picture as a fraction of the side")
          Range ratio,
      @Default("bicubic")
          @JsonPropertyDescription(
              "Interpolation of both passes: bicubic, as AugLy has it, is a low-pass filter;"
                  + " nearest gives visible blocks")
          GeometrySteps.Filter filter) {}

  /** Some pixels change places with each other. */
  public record ShufflePixelsStep(
      @Default("{\"from\": 0.0, \"to\": 0.4}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Share of pixels that change places")
          Range factor,
      @Min(0)
          @Max(4294967295.0)
          @JsonPropertyDescription(
              "Seed of the choice of pixels, as NumPy's RandomState has it; the reference always"
                  + " uses 10 and so makes one fixed pattern. Others for every picture when absent")
          Long shuffleSeed) {}

  /** Gaussian blur, by three box passes each way as Pillow does it. */
  public record BlurStep(
      @Default("{\"from\": 0.1, \"to\": 2.0}")
          @Min(0)
          @Max(100)
          @JsonPropertyDescription(
              "Standard deviation of the Gaussian, in pixels; 0 changes nothing")
          Range radiusPx) {}

  /** Distance from a smoothed picture times a factor (Pillow's Sharpness). */
  public record SharpenStep(
      @Default("{\"from\": 1.0, \"to\": 5.0}")
          @Min(0)
          @Max(100)
          @JsonPropertyDescription("Factor; 0 smooths, 1 changes nothing")
          Range factor) {}

  /** Normal noise added to every sample. */
  public record RandomNoiseStep(
      @Default("{\"from\": 0.0, \"to\": 0.0}")
          @Min(-1)
          @Max(1)
          @JsonPropertyDescription("Mean of the noise; samples run from 0 to 1")
          Range mean,
      @Default("{\"from\": 0.001, \"to\": 0.02}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Variance of the noise; samples run from 0 to 1")
          Range variance) {}

  /** Encoded as JPEG and decoded again. */
  public record EncodingQualityStep(
      @Default("{\"from\": 10.0, \"to\": 90.0}")
          @Min(1)
          @Max(100)
          @JsonPropertyDescription("JPEG quality; drawn as a whole number")
          Range quality) {}
}
