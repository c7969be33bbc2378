package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** The pool of foreign pictures for steps that combine two pictures. */
public record OverlaysSpec(
    @Required @Reads(ArtifactKind.IMAGES) @JsonPropertyDescription("Source of the pool")
        String images,
    @Min(1)
        @JsonPropertyDescription("Use only the first so many pictures in the order of their ids")
        Integer first) {}
