package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** How a pipeline stands. Written by the operator alone, and only when it changed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling and Stalled") List<Condition> conditions,
    @JsonPropertyDescription("One word: Idle, Running, Suspended or Invalid") String state,
    @JsonPropertyDescription("Everything that is wrong or odd with the spec")
        List<ProblemStatus> problems,
    @JsonPropertyDescription("What of the spec started a run last") Triggered triggered,
    @JsonPropertyDescription("Runs that have not come to their end") List<String> activeRuns,
    @JsonPropertyDescription("Newest run that came to its end") LastRun lastRun,
    @JsonPropertyDescription("Last tick of the schedule that was acted upon")
        String lastScheduledAt,
    @JsonPropertyDescription("Next tick of the schedule") String nextScheduledAt) {

  /** Copies the lists; absent is empty. */
  public PipelineStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    problems = problems == null ? List.of() : List.copyOf(problems);
    activeRuns = activeRuns == null ? List.of() : List.copyOf(activeRuns);
  }

  /** One thing that is wrong or odd with the spec. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ProblemStatus(
      @JsonPropertyDescription("Where, for example spec.stages[2] (background).extract.model")
          String path,
      @JsonPropertyDescription("Id of the rule that is broken") String rule,
      @JsonPropertyDescription("What is wrong and what would be right") String message) {}

  /** What of the spec started a run last. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Triggered(
      @JsonPropertyDescription("sha256 of what of the spec triggers runs") String specHash,
      @JsonPropertyDescription("Generation that had it") Long generation,
      @JsonPropertyDescription("Its triggerNonce") Long nonce,
      @JsonPropertyDescription("The run") String run) {}

  /** A run that came to its end. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastRun(
      @JsonPropertyDescription("Name of the run") String name,
      @JsonPropertyDescription("How it ended") String outcome,
      @JsonPropertyDescription("Its main figures") String result,
      @JsonPropertyDescription("When it ended") String finishedAt) {}
}
