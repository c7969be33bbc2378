package dev.facsimile.operator.trigger;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.decide.Reason;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision about a pipeline depends on.
 *
 * @param generation generation of its spec
 * @param createdAt when it was created
 * @param runs its runs, oldest first
 * @param before the status that was written last; null before the first
 * @param now the instant of the decision
 */
public record PipelineWorld(
    String name,
    Long generation,
    Instant createdAt,
    List<Run> runs,
    PipelineStatus before,
    Instant now) {

  /** Copies the list. */
  public PipelineWorld {
    runs = List.copyOf(runs);
  }

  /**
   * A run of the pipeline.
   *
   * @param specHash what of the spec it was made of; null for one that a user made
   * @param status null before the first
   */
  public record Run(String name, String specHash, PipelineRunStatus status) {
    boolean isFinished() {
      return status != null && status.isFinished();
    }

    boolean hasSucceeded() {
      return isFinished() && Reason.SUCCEEDED.id().equals(status.state());
    }
  }

  /** Runs that have not come to their end. */
  List<Run> active() {
    return runs.stream().filter(run -> !run.isFinished()).toList();
  }

  /** The conditions that were written last. */
  List<Condition> conditions() {
    return before == null ? List.of() : before.conditions();
  }
}
