package dev.facsimile.operator.trigger;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.api.PipelineStatus.LastRun;
import dev.facsimile.operator.api.PipelineStatus.ProblemStatus;
import dev.facsimile.operator.api.PipelineStatus.Triggered;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.trigger.PipelineWorld.Run;
import dev.facsimile.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts together what is said about a pipeline. */
public final class PipelineStatuses {
  private static final int SHOWN_IN_MESSAGE = 10;
  private static final int SHOWN = 20;

  private final PipelineWorld world;

  /** Statuses of a pipeline. */
  public PipelineStatuses(PipelineWorld world) {
    this.world = world;
  }

  PipelineStatus valid(
      boolean isSuspended,
      List<Problem> warnings,
      Triggered triggered,
      boolean isPending,
      String lastTick,
      Optional<Instant> next) {
    var active = names(world.active());
    var conditions =
        List.of(
            condition(Condition.READY, Condition.TRUE, "Valid", null),
            condition(
                Condition.RECONCILING,
                active.isEmpty() && !isPending ? Condition.FALSE : Condition.TRUE,
                active.isEmpty() ? "Idle" : "Running",
                active.isEmpty() ? null : "Run " + String.join(", ", active)),
            condition(Condition.STALLED, Condition.FALSE, "NotStalled", null));
    return new PipelineStatus(
        world.generation(),
        conditions,
        isSuspended ? "Suspended" : active.isEmpty() ? "Idle" : "Running",
        problems(warnings),
        triggered,
        active,
        lastRun(),
        lastTick,
        next.map(Instant::toString).orElse(null));
  }

  /** A spec that breaks rules of the language. */
  public PipelineStatus invalid(List<Problem> problems) {
    var message =
        problems.stream()
            .filter(problem -> !problem.isWarning())
            .map(problem -> problem + " [" + problem.rule().id() + "]")
            .limit(SHOWN_IN_MESSAGE)
            .collect(Collectors.joining("\n"));
    return stalled(Reason.INVALID_SPEC, message, problems);
  }

  /** A pipeline that cannot run as things are. */
  public PipelineStatus stalled(Reason reason, String message, List<Problem> problems) {
    var conditions =
        List.of(
            condition(Condition.READY, Condition.FALSE, reason.id(), reason.explain(message)),
            condition(Condition.RECONCILING, Condition.FALSE, "Stalled", null),
            condition(Condition.STALLED, Condition.TRUE, reason.id(), null));
    var before = world.before();
    return new PipelineStatus(
        world.generation(),
        conditions,
        "Invalid",
        problems(problems),
        before == null ? null : before.triggered(),
        names(world.active()),
        lastRun(),
        before == null ? null : before.lastScheduledAt(),
        before == null || reason == Reason.INVALID_SPEC ? null : before.nextScheduledAt());
  }

  private Condition condition(String type, String status, String reason, String message) {
    return Condition.of(
        world.conditions(), type, status, reason, message, world.generation(), world.now());
  }

  private LastRun lastRun() {
    return world.runs().stream()
        .filter(Run::isFinished)
        .reduce((first, second) -> second)
        .map(
            run ->
                new LastRun(
                    run.name(),
                    run.status().state(),
                    run.status().result(),
                    run.status().finishedAt()))
        .orElse(null);
  }

  private static List<String> names(List<Run> runs) {
    return runs.stream().map(Run::name).toList();
  }

  private static List<ProblemStatus> problems(List<Problem> problems) {
    return problems.stream()
        .limit(SHOWN)
        .map(problem -> new ProblemStatus(problem.path(), problem.rule().id(), problem.message()))
        .toList();
  }
}
