package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Corrects descriptors by what is known of a background of unrelated pictures. */
@Produces(ArtifactKind.DESCRIPTORS)
public record NormalizeSpec(
    @Required
        @Reads(value = {ArtifactKind.DESCRIPTORS, ArtifactKind.FILE})
        @JsonPropertyDescription("Descriptors to correct")
        String descriptors,
    @Required
        @Reads({ArtifactKind.DESCRIPTORS, ArtifactKind.FILE})
        @JsonPropertyDescription("Descriptors of unrelated pictures, in the same space")
        String background,
    @Required @JsonPropertyDescription("Which side of the later match these descriptors are")
        Side side,
    @Required @JsonPropertyDescription("What is done; exactly one") MethodSpec method) {

  /** A side of a match. */
  public enum Side {
    /** The pictures asked about. */
    @JsonProperty("queries")
    QUERIES,
    /** The pictures searched. */
    @JsonProperty("references")
    REFERENCES
  }

  /** Exactly one method. */
  @ExactlyOne
  public record MethodSpec(
      @JsonPropertyDescription(
              "Descriptor stretching (Bag of Tricks): q' = factor * m * q, m the mean inner product with the nearest background vectors; queries only")
          StretchSpec stretch,
      @JsonPropertyDescription(
              "Score normalisation (SSCD, section 4.4) as an extra dimension: [q, -beta * m] and [r, 1]")
          ScoreNormalizationSpec scoreNormalization,
      @JsonPropertyDescription(
              "Negative-embedding subtraction (1st place of the descriptor track) on both sides: z = norm(z - factor * mean of the nearest background vectors)")
          SubtractSpec subtract,
      @JsonPropertyDescription("PCA whitening fitted on the background, on both sides, then L2")
          WhitenSpec whiten) {}

  /** Descriptor stretching. */
  public record StretchSpec(
      @Default("5") @Min(1) @JsonPropertyDescription("Background vectors averaged") int neighbours,
      @Default("2.5") @Min(0) @JsonPropertyDescription("Factor") double factor,
      @Default("mean") @JsonPropertyDescription("Which of the neighbours' inner products counts")
          Statistic statistic) {

    /** Reduction of the neighbours' inner products. */
    public enum Statistic {
      /** Their mean. */
      @JsonProperty("mean")
      MEAN,
      /** The smallest of them. */
      @JsonProperty("smallest")
      SMALLEST
    }
  }

  /** Score normalisation by the neighbours first..last, counted from 1 and inclusive. */
  public record ScoreNormalizationSpec(
      @Default("1.0") @Min(0) @JsonPropertyDescription("Factor") double beta,
      @Default("1") @Min(1) @JsonPropertyDescription("First neighbour that counts, from 1")
          int first,
      @Default("3") @Min(1) @JsonPropertyDescription("Last neighbour that counts") int last) {}

  /** Negative-embedding subtraction. */
  public record SubtractSpec(
      @Default("10") @Min(1) @JsonPropertyDescription("Background vectors averaged") int neighbours,
      @Default("0.35") @Min(0) @JsonPropertyDescription("Factor") double factor,
      @Default("1") @Min(1) @Max(10) @JsonPropertyDescription("Repetitions") int iterations) {}

  /** PCA whitening. */
  public record WhitenSpec(
      @Required
          @Min(1)
          @JsonPropertyDescription("Dimensions kept, at most those of the descriptors")
          int dimensions) {}
}
