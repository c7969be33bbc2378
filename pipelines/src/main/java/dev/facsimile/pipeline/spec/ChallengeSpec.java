package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * Makes queries with known answers from a collection: copies of references edited by a recipe, and
 * distractors, edited likewise, whose originals are not among the references.
 */
@Produces({ArtifactKind.IMAGES, ArtifactKind.TRUTH})
public record ChallengeSpec(
    @Required
        @Reads(ArtifactKind.IMAGES)
        @JsonPropertyDescription("The reference collection that copies are made of")
        String references,
    @Reads(ArtifactKind.IMAGES)
        @JsonPropertyDescription(
            "Pictures outside the references; their edited versions are queries without an answer")
        String distractors,
    @JsonPropertyDescription(
            "Pictures that overlay and underlay steps paste; the distractors when absent")
        OverlaysSpec overlays,
    @Default("500") @Min(0) @JsonPropertyDescription("Number of queries that are copies")
        int copies,
    @Default("500")
        @Min(0)
        @JsonPropertyDescription("Number of queries that are not; needs distractors when above 0")
        int distractorQueries,
    @Default("isc21")
        @JsonPropertyDescription("Name of a built-in recipe or of one under spec.recipes")
        String recipe,
    @Min(1)
        @Max(40)
        @JsonPropertyDescription(
            "Fewest steps applied to a query; the recipe's own probabilities decide when absent")
        Integer minEdits,
    @Min(1)
        @Max(40)
        @JsonPropertyDescription(
            "Most steps applied to a query; the recipe's own probabilities decide when absent")
        Integer maxEdits,
    @Default("90") @Min(1) @Max(100) @JsonPropertyDescription("JPEG quality of the stored queries")
        int jpegQuality,
    @Default("1")
        @Min(0)
        @JsonPropertyDescription("Seed of the choice of pictures and of their edits")
        long seed,
    @Default("0.01")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription("Share of unreadable pictures above which the stage fails")
        double maxRejectedFraction) {}
