package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Parameters of the operations that write on a picture. */
public final class TextSteps {
  private TextSteps() {}

  /** A line of random characters; what leaves the canvas is cut off. */
  public record TextStep(
      @Default("{\"from\": 0.0, \"to\": 20.0}")
          @Min(0)
          @Max(200)
          @JsonPropertyDescription("Number of characters; a whole number is drawn")
          Range length,
      @Default("{\"from\": 0.0, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Size of the font as a fraction of the short side")
          Range size,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Left edge, as a fraction of the width")
          Range left,
      @Default("{\"from\": 0.0, \"to\": 0.5}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Top edge, as a fraction of the height")
          Range top,
      @Default("{\"from\": 0.0, \"to\": 1.0}") @Min(0) @Max(1) @JsonPropertyDescription("Opacity")
          Range opacity,
      @Default("blended")
          @JsonPropertyDescription(
              "Whether opacity counts: the reference draws one, loses it and always writes opaque"
                  + " text")
          TextOpacity textOpacity,
      @Default("mixed") @JsonPropertyDescription("Which characters are drawn from") Script script,
      @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour as #rrggbb; a random one when absent")
          String color) {

    /** Whether the opacity of a text counts. */
    public enum TextOpacity {
      /** The picture shows through. */
      @JsonProperty("blended")
      BLENDED,
      /** Text is opaque whatever was drawn. */
      @JsonProperty("ignored")
      IGNORED
    }

    /** Which characters a text is drawn from. */
    public enum Script {
      /** Digits, punctuation and Arabic letters and marks, the reference's first 100 characters. */
      @JsonProperty("arabic")
      ARABIC,
      /** Latin letters with accents, digits and punctuation. */
      @JsonProperty("latin")
      LATIN,
      /** One of the others for each text. */
      @JsonProperty("mixed")
      MIXED
    }
  }

  /** A plain band with a centred caption above the picture (AugLy's meme_format). */
  public record MemeFormatStep(
      @Default("{\"from\": 0.1, \"to\": 0.4}")
          @Min(0.01)
          @Max(2)
          @JsonPropertyDescription("Height of the band as a fraction of the picture's")
          Range captionHeight,
      @Size(min = 1, max = 200) @JsonPropertyDescription("The caption; random words when absent")
          String caption,
      @Default("{\"from\": 1.0, \"to\": 1.0}")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Opacity of the caption")
          Range opacity,
      @Default("#000000")
          @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour of the caption as #rrggbb")
          String textColor,
      @Default("#ffffff")
          @Pattern("#[0-9a-fA-F]{6}")
          @JsonPropertyDescription("Colour of the band as #rrggbb")
          String color) {}
}
