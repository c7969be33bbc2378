package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Describes every picture of a collection: one unit vector each, the mean over several scales. */
@Produces(ArtifactKind.DESCRIPTORS)
@ExactlyOne({"model", "thumbnail"})
public record ExtractSpec(
    @Required
        @Reads(value = ArtifactKind.IMAGES, divides = true)
        @JsonPropertyDescription("Pictures to describe")
        String images,
    @Reads(ArtifactKind.MODEL)
        @JsonPropertyDescription("Network that describes them; exactly one of model and thumbnail")
        String model,
    @JsonPropertyDescription(
            "Describe by grey thumbnails instead of a network: the baseline that a network has to beat")
        ThumbnailSpec thumbnail,
    @Default("[200, 256, 320, 400]")
        @JsonPropertyDescription(
            "Sides of the square inputs, in pixels; the unit vectors of all scales are averaged")
        List<Integer> scalesPx,
    @Default("descriptor") @JsonPropertyDescription("Which of the network's vectors to keep")
        Layer layer,
    @Default("3.0")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "Exponent of generalised-mean pooling; the reference drops the learned one")
        double gemExponentAtTest,
    @Default("true")
        @JsonPropertyDescription(
            "Whether pictures are turned upright as their EXIF orientation says; the reference does not")
        boolean exifOrientation,
    @Default("float32") @JsonPropertyDescription("Number format of the arithmetic")
        Precision precision,
    @Default("2")
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription(
            "Threads of the engine; changes the order of sums and so the bytes")
        int threads,
    @Default("16")
        @Min(1)
        @Max(4096)
        @JsonPropertyDescription("Pictures in a batch; changes the order of sums and so the bytes")
        int batchSize,
    @Default("1000")
        @Min(1)
        @JsonPropertyDescription("Average number of images in a share of the work")
        int imagesPerShare,
    @Default("0.01")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription("Share of unreadable pictures above which the stage fails")
        double maxRejectedFraction) {

  /** A vector that the network computes on its way. */
  public enum Layer {
    /** Output of the descriptor head. */
    @JsonProperty("descriptor")
    DESCRIPTOR,
    /** Pooled backbone features. */
    @JsonProperty("features")
    FEATURES
  }

  /** A grey thumbnail, mean removed, as a unit vector. */
  public record ThumbnailSpec(
      @Default("8")
          @Min(2)
          @Max(64)
          @JsonPropertyDescription(
              "Side of the thumbnail, in pixels: the vector has its square as many dimensions")
          int sidePx) {}
}
