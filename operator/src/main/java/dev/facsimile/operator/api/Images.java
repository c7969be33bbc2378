package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The worker images of a run, as they were configured when it began. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Images(
    @JsonPropertyDescription("Image of pods without a GPU") String worker,
    @JsonPropertyDescription("Image of pods with a GPU") String gpuWorker) {}
