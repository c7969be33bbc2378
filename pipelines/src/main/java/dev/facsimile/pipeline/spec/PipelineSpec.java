package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** What a pipeline computes, from what, when, and what becomes of the result. */
public record PipelineSpec(
    @JsonPropertyDescription("When the pipeline runs by itself; only on changes when absent")
        ScheduleSpec schedule,
    @Default("0") @JsonPropertyDescription("Change it to force a run") long triggerNonce,
    @Default("{}") @JsonPropertyDescription("What starts a run beside the schedule")
        TriggersSpec triggers,
    @Default("false")
        @JsonPropertyDescription("Starts no new runs and stages; what runs already ends by itself")
        boolean suspend,
    @Default("Forbid")
        @JsonPropertyDescription("What a tick of the schedule does while a run is unfinished")
        ConcurrencyPolicy concurrencyPolicy,
    @Default("{}") @JsonPropertyDescription("How many finished runs are kept") HistorySpec history,
    @Default("{}") @JsonPropertyDescription("How long things may take on a cluster")
        TimeoutsSpec timeouts,
    @Default("{}") @JsonPropertyDescription("How often failed work is tried again on a cluster")
        RetriesSpec retries,
    @Default("{}")
        @KeyPattern(KeyPattern.NAME)
        @Size(max = 200)
        @JsonPropertyDescription(
            "Inputs from outside, by name; stages share the namespace of names")
        Map<String, SourceSpec> sources,
    @Default("{}")
        @KeyPattern(KeyPattern.NAME)
        @Size(max = 100)
        @JsonPropertyDescription("The user's own recipes of augmentations, by name")
        Map<String, @Size(min = 1, max = 100) List<AugmentationSpec>> recipes,
    @Required
        @Size(min = 1, max = 200)
        @JsonPropertyDescription(
            "The steps, in any order: a stage runs when all that it names has been made")
        List<StageSpec> stages,
    @Default("[]")
        @Size(max = 100)
        @JsonPropertyDescription("Conditions on evaluations; a run succeeds if all of them hold")
        List<GateSpec> gates,
    @JsonPropertyDescription("What is published under an alias when every gate holds")
        PromoteSpec promote,
    @Default("{}") @JsonPropertyDescription("Pod settings of every stage; a stage's own win")
        PodSpec pod) {

  /** A cron schedule. */
  public record ScheduleSpec(
      @Required
          @Size(min = 1, max = 100)
          @JsonPropertyDescription(
              "Cron expression: minute, hour, day of month, month, day of week")
          String cron,
      @Default("Etc/UTC")
          @Size(min = 1, max = 60)
          @JsonPropertyDescription("Name of the time zone of the expression")
          String timeZone) {}

  /** What starts a run beside the schedule. */
  public record TriggersSpec(
      @Default("true")
          @JsonPropertyDescription("Whether a change of sources or stages starts a run")
          boolean onSpecChange) {}

  /** How many finished runs are kept. */
  public record HistorySpec(
      @Default("10") @Min(0) @Max(1000) @JsonPropertyDescription("Successful runs kept")
          int successful,
      @Default("10") @Min(0) @Max(1000) @JsonPropertyDescription("Failed runs kept") int failed) {}

  /** How long things may take on a cluster; a local run ignores it. */
  public record TimeoutsSpec(
      @Min(1)
          @JsonPropertyDescription(
              "Seconds that a Job may wait for admission by Kueue; no limit when absent")
          Integer queueSeconds,
      @Default("86400")
          @Min(1)
          @JsonPropertyDescription(
              "Seconds that a stage's pods may wait for a node, an image or a Secret")
          int pendingSeconds,
      @Min(1)
          @JsonPropertyDescription(
              "Seconds that a run may take, waiting included; no limit when absent")
          Integer runSeconds,
      @Default("600")
          @Min(30)
          @JsonPropertyDescription(
              "Seconds that all nodes of a stage's pods may be unreachable before its work starts elsewhere")
          int nodeLossSeconds,
      @Default("1800")
          @Min(10)
          @JsonPropertyDescription("Seconds without a step after which a worker gives up")
          int stallSeconds) {}

  /** How often failed work is tried again on a cluster; a local run ignores it. */
  public record RetriesSpec(
      @Default("3")
          @Min(0)
          @Max(100)
          @JsonPropertyDescription("Retries of a share that failed by itself, and of a stage")
          int failures,
      @Default("20")
          @Min(0)
          @Max(10000)
          @JsonPropertyDescription(
              "Retries of a stage's share that ended by eviction, preemption, a lost node or an unreachable store")
          int infrastructure) {}

  /** What a tick of the schedule does while a run is unfinished. */
  public enum ConcurrencyPolicy {
    /** The tick is dropped. */
    @JsonProperty("Forbid")
    FORBID,
    /** The unfinished run is cancelled. */
    @JsonProperty("Replace")
    REPLACE,
    /** Both run. */
    @JsonProperty("Allow")
    ALLOW
  }

  /** What is published when every gate holds. */
  public record PromoteSpec(
      @Required
          @Pattern("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")
          @JsonPropertyDescription("Name under which the release is published")
          String alias,
      @Required
          @Reads(ArtifactKind.DESCRIPTORS)
          @JsonPropertyDescription("Stage that shows how a query's descriptor is made")
          String queries,
      @Required
          @Reads(ArtifactKind.DESCRIPTORS)
          @JsonPropertyDescription("Descriptors that queries are compared with")
          String references,
      @Required
          @Reads(ArtifactKind.EVALUATION)
          @JsonPropertyDescription("Evaluation of the two; gives the threshold")
          String evidence) {}
}
