package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.plan.PlannedSource;
import io.fabric8.generator.annotation.Required;

/** How one stage of a run stands; the listing of a source counts as a stage of type catalog. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageStatus(
    @Required @JsonPropertyDescription("Name of the stage or source") String name,
    @Required @JsonPropertyDescription("Type of the stage; catalog for a source") String type,
    @JsonPropertyDescription("Version of the type, frozen when the run began") int version,
    @Required @JsonPropertyDescription("How it stands") StageState state,
    @JsonPropertyDescription("One word that tells why") String reason,
    @JsonPropertyDescription("What is the case, in the cluster's or worker's own words")
        String message,
    @JsonPropertyDescription("Whether the artifact was there before") Boolean cached,
    @JsonPropertyDescription("Fingerprint: what identifies the work") String fingerprint,
    @JsonPropertyDescription("Key prefix of the artifact in the store") String key,
    @JsonPropertyDescription("sha256 of the artifact's manifest") String digest,
    @JsonPropertyDescription("Its shares") ShareCounts shares,
    @JsonPropertyDescription("How much is done, in whole percents") Integer percent,
    @JsonPropertyDescription("When it is likely to be done") String expectedAt,
    @JsonPropertyDescription("Job of the last attempt") String job,
    @JsonPropertyDescription("Number of the last attempt; 0 before the first") int attempt,
    @JsonPropertyDescription("Number of the last attempt whose end was accounted for")
        int attemptsEnded,
    @JsonPropertyDescription("Attempts that ended by a failure of their own") int failures,
    @JsonPropertyDescription("Attempts and pods that ended by a failure of the infrastructure")
        int infrastructureFailures,
    @JsonPropertyDescription("How often its artifact was found damaged and made anew") int repairs,
    @JsonPropertyDescription("When the first attempt was created") String startedAt,
    @JsonPropertyDescription("Since when it has been waiting") String waitingSince,
    @JsonPropertyDescription("When it came to its end") String finishedAt,
    @JsonPropertyDescription(
            "Seconds from the first attempt to the end; absent when nothing had to be done")
        Long durationSeconds) {

  /** A stage of which nothing is known yet. */
  public static StageStatus of(String name, String type, int version) {
    return new StageStatus(
        name,
        type,
        version,
        StageState.PENDING,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        null,
        null);
  }

  /**
   * The same without what changes while a stage makes progress, or words about its waiting. Of a
   * listing, which is short, that its pod has begun is progress too.
   */
  public StageStatus withoutProgress() {
    if (state.isFinal()) {
      return this;
    }
    boolean isListing = state == StageState.RUNNING && type.equals(PlannedSource.CATALOG);
    return toBuilder()
        .progress(null, null)
        .shares(null)
        .state(state, isListing ? null : reason, null)
        .build();
  }

  /** A copy to be changed. */
  public StageStatusBuilder toBuilder() {
    return new StageStatusBuilder(this);
  }
}
