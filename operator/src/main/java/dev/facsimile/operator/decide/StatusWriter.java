package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.observe.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts the stages of a run together to its status. */
public final class StatusWriter {
  private final Long generation;
  private final Instant now;

  /** A writer of statuses that speak of a generation. */
  public StatusWriter(Long generation, Instant now) {
    this.generation = generation;
    this.now = now;
  }

  PipelineRunStatus begun(Images images, List<StageStatus> stages, String record) {
    var conditions = conditions(List.of(), Condition.UNKNOWN, "Pending", "The run begins");
    return new PipelineRunStatus(
        generation,
        conditions,
        "Pending",
        null,
        images,
        stages,
        null,
        null,
        null,
        record,
        now.toString(),
        null,
        null);
  }

  PipelineRunStatus running(PipelineRunStatus before, List<StageStatus> stages) {
    var waiting = stages.stream().filter(s -> s.state() == StageState.WAITING).toList();
    boolean atWork = stages.stream().anyMatch(stage -> stage.state() == StageState.RUNNING);
    var state = !waiting.isEmpty() && !atWork ? "Waiting" : "Running";
    var message =
        waiting.isEmpty()
            ? progress(stages)
            : "Stage " + waiting.get(0).name() + " waits: " + waiting.get(0).message();
    var reason = state.equals("Waiting") ? waiting.get(0).reason() : "Running";
    return copy(
        before,
        conditions(before.conditions(), Condition.UNKNOWN, reason, message),
        state,
        progress(stages),
        stages);
  }

  PipelineRunStatus ended(PipelineRunStatus before, List<StageStatus> stages, RunEnd end) {
    var succeeded = end.reason() == Reason.SUCCEEDED ? Condition.TRUE : Condition.FALSE;
    var closed = stages.stream().map(this::close).toList();
    var conclusion = end.conclusion();
    return new PipelineRunStatus(
        generation,
        conditions(
            before.conditions(),
            succeeded,
            end.state().equals("Failed") ? "Failed" : end.reason().id(),
            end.reason().explain(end.message())),
        end.state(),
        done(closed) + "/" + closed.size(),
        before.images(),
        closed,
        conclusion.map(Facts.Conclusion::gates).orElse(null),
        conclusion.map(Facts.Conclusion::promotion).orElse(null),
        conclusion.map(Facts.Conclusion::result).orElse(null),
        before.record(),
        before.startedAt(),
        before.progressAt(),
        now.toString());
  }

  /** A run that cannot even begin. */
  public PipelineRunStatus refused(PipelineRunStatus before, Reason reason, String message) {
    return new PipelineRunStatus(
        generation,
        conditions(
            before == null ? List.of() : before.conditions(),
            Condition.FALSE,
            reason.id(),
            reason.explain(message)),
        "Failed",
        null,
        before == null ? null : before.images(),
        before == null ? null : before.stages(),
        null,
        null,
        null,
        before == null ? null : before.record(),
        before == null ? now.toString() : before.startedAt(),
        null,
        now.toString());
  }

  /** The same status, with a store that does not answer. */
  public PipelineRunStatus unreachable(PipelineRunStatus before, String message) {
    var conditions = new ArrayList<Condition>();
    before.conditions().stream()
        .filter(condition -> !condition.type().equals(Condition.STORE_REACHABLE))
        .forEach(conditions::add);
    conditions.add(
        Condition.of(
            before.conditions(),
            Condition.STORE_REACHABLE,
            Condition.FALSE,
            Reason.STORE_UNREACHABLE.id(),
            Reason.STORE_UNREACHABLE.explain(message),
            generation,
            now));
    return copy(before, conditions, before.state(), before.progress(), before.stages());
  }

  private StageStatus close(StageStatus stage) {
    return stage.state().isFinal()
        ? stage
        : stage.toBuilder().state(StageState.CANCELLED, Reason.ENDING.id(), null).build();
  }

  private PipelineRunStatus copy(
      PipelineRunStatus before,
      List<Condition> conditions,
      String state,
      String progress,
      List<StageStatus> stages) {
    return new PipelineRunStatus(
        generation,
        conditions,
        state,
        progress,
        before.images(),
        stages,
        before.gates(),
        before.promotion(),
        before.result(),
        before.record(),
        before.startedAt(),
        before.progressAt(),
        null);
  }

  private List<Condition> conditions(
      List<Condition> before, String succeeded, String reason, String message) {
    boolean isOpen = succeeded.equals(Condition.UNKNOWN);
    boolean isStalled = succeeded.equals(Condition.FALSE);
    return List.of(
        condition(before, Condition.SUCCEEDED, succeeded, reason, message),
        condition(
            before,
            Condition.RECONCILING,
            isOpen ? Condition.TRUE : Condition.FALSE,
            isOpen ? "Running" : "Ended",
            null),
        condition(
            before,
            Condition.STALLED,
            isStalled ? Condition.TRUE : Condition.FALSE,
            isStalled ? reason : "NotStalled",
            null),
        condition(before, Condition.STORE_REACHABLE, Condition.TRUE, "Reachable", null));
  }

  private Condition condition(
      List<Condition> before, String type, String status, String reason, String message) {
    return Condition.of(before, type, status, reason, message, generation, now);
  }

  /** For example {@code model 43%}, or {@code 3/8} when nothing is at work. */
  private static String progress(List<StageStatus> stages) {
    return stages.stream()
        .filter(stage -> stage.state() == StageState.RUNNING || stage.state() == StageState.WAITING)
        .findFirst()
        .map(
            stage ->
                stage.state() == StageState.WAITING
                    ? stage.name() + " waits"
                    : stage.name() + (stage.percent() == null ? "" : " " + stage.percent() + "%"))
        .orElse(done(stages) + "/" + stages.size());
  }

  private static long done(List<StageStatus> stages) {
    return stages.stream().filter(stage -> stage.state() == StageState.SUCCEEDED).count();
  }
}
