package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.api.PipelineStatus.LastRun;
import dev.facsimile.operator.api.PipelineStatus.ProblemStatus;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.desired.Labels;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;

/** What the status of a pipeline is made of. */
final class PipelineStatuses {
  /** Annotation of a run: what of the spec started it. */
  static final String SPEC_HASH = Labels.PREFIX + "spec-hash";

  private PipelineStatuses() {}

  /** A pipeline that cannot run as it is. */
  static PipelineStatus invalid(
      Pipeline pipeline, List<PipelineRun> runs, InvalidPipelineException e, Instant now) {
    var generation = pipeline.getMetadata().getGeneration();
    var before = before(pipeline);
    var message =
        e.problems().stream()
            .filter(problem -> !problem.isWarning())
            .map(problem -> problem + " [" + problem.rule().id() + "]")
            .limit(10)
            .reduce((first, second) -> first + "\n" + second)
            .orElse(e.getMessage());
    var reason = Reason.INVALID_SPEC;
    var status = pipeline.getStatus();
    return new PipelineStatus(
        generation,
        List.of(
            Condition.of(
                before,
                Condition.READY,
                Condition.FALSE,
                reason.id(),
                reason.explain(message),
                generation,
                now),
            Condition.of(
                before, Condition.RECONCILING, Condition.FALSE, "Invalid", null, generation, now),
            Condition.of(
                before, Condition.STALLED, Condition.TRUE, reason.id(), null, generation, now)),
        "Invalid",
        problems(e.problems()),
        status == null ? null : status.triggered(),
        runs.stream().filter(run -> !isFinished(run)).map(PipelineStatuses::name).toList(),
        lastRun(runs),
        status == null ? null : status.lastScheduledAt(),
        null);
  }

  /** Problems as a status tells them. */
  static List<ProblemStatus> problems(List<Problem> problems) {
    return problems.stream()
        .limit(20)
        .map(problem -> new ProblemStatus(problem.path(), problem.rule().id(), problem.message()))
        .toList();
  }

  /** The newest run that came to its end. */
  static LastRun lastRun(List<PipelineRun> runs) {
    return runs.stream()
        .filter(PipelineStatuses::isFinished)
        .reduce((first, second) -> second)
        .map(
            run ->
                new LastRun(
                    name(run),
                    run.getStatus().state(),
                    run.getStatus().result(),
                    run.getStatus().finishedAt()))
        .orElse(null);
  }

  /** The conditions that were written last. */
  static List<Condition> before(Pipeline pipeline) {
    return pipeline.getStatus() == null ? List.of() : pipeline.getStatus().conditions();
  }

  /** What of the spec started a run. */
  static String specHash(PipelineRun run) {
    var annotations = run.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(SPEC_HASH);
  }

  /** Name of a run. */
  static String name(PipelineRun run) {
    return run.getMetadata().getName();
  }

  /** Whether a run has come to its end. */
  static boolean isFinished(PipelineRun run) {
    return run.getStatus() != null && run.getStatus().isFinished();
  }

  /** Whether a finished run has succeeded. */
  static boolean hasSucceeded(PipelineRun run) {
    return Reason.SUCCEEDED.id().equals(run.getStatus().state());
  }
}
