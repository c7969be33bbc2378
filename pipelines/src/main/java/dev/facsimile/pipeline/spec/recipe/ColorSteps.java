package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Parameters of the operations on each pixel's colour. */
public final class ColorSteps {
  private ColorSteps() {}

  /** Brightness, contrast, saturation and hue, in a random order (torchvision's ColorJitter). */
  public record ColorJitterStep(
      @Default("{\"from\": 0.5, \"to\": 1.5}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Brightness factor; 1 changes nothing")
          Range brightness,
      @Default("{\"from\": 0.5, \"to\": 1.5}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Contrast factor; 1 changes nothing")
          Range contrast,
      @Default("{\"from\": 0.7, \"to\": 1.3}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Saturation factor; 1 changes nothing")
          Range saturation,
      @Default("{\"from\": -0.2, \"to\": 0.2}")
          @Min(-0.5)
          @Max(0.5)
          @JsonPropertyDescription("Turn of the hue, as a fraction of the circle")
          Range hue) {}

  /** Every sample times a factor. */
  public record BrightnessStep(
      @Default("{\"from\": 0.5, \"to\": 1.5}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Factor; 0 is black, 1 changes nothing")
          Range factor) {}

  /** Distance from the mean grey times a factor. */
  public record ContrastStep(
      @Default("{\"from\": 0.5, \"to\": 1.5}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Factor; 0 is flat grey, 1 changes nothing")
          Range factor) {}

  /** Distance from the pixel's own grey times a factor. */
  public record SaturationStep(
      @Default("{\"from\": 0.0, \"to\": 2.0}")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription("Factor; 0 is greyscale, 1 changes nothing")
          Range factor) {}

  /** Grey in three channels. */
  public record GrayscaleStep(
      @Default("luminosity") @JsonPropertyDescription("How the three channels become one")
          Mode mode) {

    /** How the three channels become one. */
    public enum Mode {
      /** ITU-R 601 luma. */
      @JsonProperty("luminosity")
      LUMINOSITY,
      /** The mean of red, green and blue. */
      @JsonProperty("average")
      AVERAGE
    }
  }

  /** The picture becomes translucent over white. */
  public record OpacityStep(
      @Default("{\"from\": 0.3, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Opacity; 1 changes nothing")
          Range level) {}
}
