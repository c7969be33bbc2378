package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * Makes a training set: {@code viewsPerImage} augmented pictures of every selected image, view 0
 * plain.
 */
@Produces(ArtifactKind.DATASET)
public record SynthesizeSpec(
    @Required
        @Reads(value = ArtifactKind.IMAGES, divides = true)
        @JsonPropertyDescription("Source whose pictures are augmented")
        String images,
    @JsonPropertyDescription("Which pictures of the source are used; all of them when absent")
        SelectSpec select,
    @JsonPropertyDescription(
            "Pictures that overlay and underlay steps paste; the images themselves when absent")
        OverlaysSpec overlays,
    @Default("20")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Pictures made of each image, the plain view 0 included")
        int viewsPerImage,
    @Default("isc21")
        @JsonPropertyDescription("Name of a built-in recipe or of one under spec.recipes")
        String recipe,
    @Default("256")
        @Min(8)
        @Max(2048)
        @JsonPropertyDescription("Side of the square views, in pixels")
        int sizePx,
    @Default("100") @Min(1) @Max(100) @JsonPropertyDescription("JPEG quality of the stored views")
        int jpegQuality,
    @Default("1")
        @Min(0)
        @JsonPropertyDescription(
            "Seed; each view draws from a generator keyed by seed, id and view")
        long seed,
    @Default("1000")
        @Min(1)
        @JsonPropertyDescription("Average number of images in a share of the work")
        int imagesPerShare,
    @Default("0.01")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription("Share of unreadable pictures above which the stage fails")
        double maxRejectedFraction) {}
