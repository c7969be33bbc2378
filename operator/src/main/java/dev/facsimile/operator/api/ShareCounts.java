package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The shares of a divided stage. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShareCounts(
    @JsonPropertyDescription("Shares of the stage") int total,
    @JsonPropertyDescription("Shares whose artifact is in the store") int done,
    @JsonPropertyDescription("Shares that failed in the last attempt") int failed,
    @JsonPropertyDescription(
            "Completion indexes of the failed shares, as intervals; cut when there are too many")
        String failedIndexes) {}
