package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** A part of an image source. Both may be given: {@code every} counts what {@code percent} left. */
public record SelectSpec(
    @Min(1)
        @JsonPropertyDescription(
            "Take the first of every so many pictures in the order of their ids")
        Integer every,
    @Min(0)
        @Max(100)
        @JsonPropertyDescription("Take this percentage of the pictures, chosen by a hash of the id")
        Double percent) {}
