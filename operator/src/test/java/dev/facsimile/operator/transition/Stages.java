package dev.facsimile.operator.transition;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.decide.Reason;
import java.util.List;

/** Statuses for tests. */
public final class Stages {
  /** The instant at which everything begins. */
  static final String START = "2026-01-01T00:00:00Z";

  private Stages() {}

  /** A stage that nothing has happened to. */
  public static StageStatus fresh() {
    return StageStatus.of("model", "train", 1);
  }

  /** The stage at its first Job. */
  public static StageStatus started() {
    return fresh().toBuilder()
        .attempt(1, "train-ab-1", START)
        .state(StageState.RUNNING, Reason.STARTING.id(), null)
        .build();
  }

  /** The stage after its first Job was lost. */
  public static StageStatus lost() {
    return started().toBuilder()
        .countInfrastructureFailures(1)
        .state(StageState.PENDING, Reason.NODE_LOST.id(), "node a is silent")
        .build();
  }

  /** The stage at its second Job. */
  public static StageStatus restarted() {
    return lost().toBuilder()
        .attempt(2, "train-ab-2", START)
        .state(StageState.RUNNING, Reason.STARTING.id(), null)
        .build();
  }

  /** The stage while no node takes its pod. */
  public static StageStatus waiting() {
    return started().toBuilder()
        .state(StageState.WAITING, Reason.UNSCHEDULABLE.id(), "no gpu")
        .build();
  }

  /** The stage when a Job has made its artifact in 90 seconds. */
  public static StageStatus made() {
    return started().toBuilder()
        .state(StageState.SUCCEEDED, Reason.COMPLETED.id(), null)
        .artifact("ns/artifacts/train/ab", "d1", false)
        .finishedAt("2026-01-01T00:01:30Z")
        .build();
  }

  /** The stage when its artifact was there. */
  public static StageStatus cached() {
    return fresh().toBuilder()
        .state(StageState.SUCCEEDED, Reason.CACHED.id(), null)
        .artifact("ns/artifacts/train/ab", "d1", true)
        .build();
  }

  /** The stage when it has failed. */
  public static StageStatus failed() {
    return started().toBuilder()
        .countFailure()
        .state(StageState.FAILED, Reason.OUT_OF_MEMORY.id(), "reached 8 GiB")
        .build();
  }

  /** An open run of one stage. */
  public static PipelineRunStatus running(StageStatus stage) {
    return run("Running", Condition.UNKNOWN, "Running", null, Condition.TRUE, stage);
  }

  /** The same while the store does not answer. */
  public static PipelineRunStatus cutOff(StageStatus stage) {
    return run("Running", Condition.UNKNOWN, "Running", null, Condition.FALSE, stage);
  }

  /** A run of one stage that came to its end. */
  public static PipelineRunStatus ended(
      String state, String reason, String message, StageStatus stage) {
    var succeeded = state.equals("Succeeded") ? Condition.TRUE : Condition.FALSE;
    return run(state, succeeded, reason, message, Condition.TRUE, stage);
  }

  private static PipelineRunStatus run(
      String state,
      String succeeded,
      String reason,
      String message,
      String reachable,
      StageStatus stage) {
    var conditions =
        List.of(
            new Condition(Condition.SUCCEEDED, succeeded, reason, message, START, 1L),
            new Condition(
                Condition.STORE_REACHABLE, reachable, "Reachable", "no route to store", START, 1L));
    var finishedAt = succeeded.equals(Condition.UNKNOWN) ? null : START;
    return new PipelineRunStatus(
        1L,
        conditions,
        state,
        null,
        null,
        List.of(stage),
        null,
        null,
        null,
        null,
        START,
        null,
        finishedAt);
  }
}
