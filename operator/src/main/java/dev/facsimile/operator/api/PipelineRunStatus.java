package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a run stands. Written by the operator alone, and only when it changed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineRunStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    @JsonPropertyDescription("Succeeded, Reconciling, Stalled and StoreReachable")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "One word: Pending, Running, Waiting, Succeeded, GateFailed, Failed, Cancelled or TimedOut")
        String state,
    @JsonPropertyDescription("What is going on, for example train 43%") String progress,
    @JsonPropertyDescription("Worker images of the run, frozen when it began") Images images,
    @JsonPropertyDescription("Sources and stages in execution order") List<StageStatus> stages,
    @JsonPropertyDescription("What the gates said, as sentences") List<String> gates,
    @JsonPropertyDescription("What became of the promotion") String promotion,
    @JsonPropertyDescription("Main figures of the evaluations") String result,
    @JsonPropertyDescription("Key of run.json in the store, which has every detail") String record,
    @JsonPropertyDescription("When the operator first saw the run") String startedAt,
    @JsonPropertyDescription("When progress was last written") String progressAt,
    @JsonPropertyDescription("When the run came to its end") String finishedAt) {

  /** Copies the lists; absent is empty. */
  public PipelineRunStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    stages = stages == null ? List.of() : List.copyOf(stages);
    gates = gates == null ? List.of() : List.copyOf(gates);
  }

  /** Whether the run has come to its end. */
  @JsonIgnore
  public boolean isFinished() {
    return finishedAt != null;
  }

  /** The stage of a name. */
  public Optional<StageStatus> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /** The same, written at this instant. */
  public PipelineRunStatus writtenAt(Instant now) {
    return new PipelineRunStatus(
        observedGeneration,
        conditions,
        state,
        progress,
        images,
        stages,
        gates,
        promotion,
        result,
        record,
        startedAt,
        now.toString(),
        finishedAt);
  }

  /** Whether nothing but progress is different. */
  public boolean differsInProgressOnly(PipelineRunStatus other) {
    return !isFinished() && withoutProgress().equals(other.withoutProgress());
  }

  private PipelineRunStatus withoutProgress() {
    return new PipelineRunStatus(
        observedGeneration,
        conditions.stream().map(condition -> condition.withoutMessage()).toList(),
        state,
        null,
        images,
        stages.stream().map(StageStatus::withoutProgress).toList(),
        gates,
        promotion,
        result,
        record,
        startedAt,
        null,
        finishedAt);
  }
}
