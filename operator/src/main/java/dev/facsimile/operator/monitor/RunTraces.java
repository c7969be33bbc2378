package dev.facsimile.operator.monitor;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;

/**
 * Tells a finished run as an OpenTelemetry trace: one span for the run, below it one for each stage
 * that had a Job. It is made from the status alone once the run has ended, so an operator that was
 * restarted in between loses nothing of it.
 */
@Singleton
public class RunTraces {
  private final Tracer tracer;

  /** Traces through a tracer; one that does nothing when tracing is off. */
  public RunTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Tells a run.
   *
   * @throws IllegalArgumentException when it has not ended
   */
  public void tell(PipelineRun run, PipelineRunStatus status) {
    if (!status.isFinished()) {
      throw new IllegalArgumentException("the run " + run.getMetadata().getName() + " goes on");
    }
    var span =
        tracer
            .spanBuilder("run")
            .setNoParent()
            .setStartTimestamp(Instant.parse(status.startedAt()))
            .setAttribute("k8s.namespace.name", run.getMetadata().getNamespace())
            .setAttribute("facsimile.pipeline", run.getSpec().pipelineName())
            .setAttribute("facsimile.run", run.getMetadata().getName())
            .setAttribute("facsimile.state", status.state())
            .startSpan();
    if (!status.state().equals("Succeeded")) {
      span.setStatus(StatusCode.ERROR, status.state());
    }
    var context = Context.root().with(span);
    status.stages().stream()
        .filter(stage -> stage.startedAt() != null)
        .forEach(stage -> tell(stage, context, status.finishedAt()));
    span.end(Instant.parse(status.finishedAt()));
  }

  private void tell(StageStatus stage, Context run, String runFinishedAt) {
    Span span =
        tracer
            .spanBuilder(stage.type())
            .setParent(run)
            .setStartTimestamp(Instant.parse(stage.startedAt()))
            .setAttribute("facsimile.stage", stage.name())
            .setAttribute("facsimile.reason", stage.reason())
            .setAttribute("facsimile.attempt", stage.attempt())
            .startSpan();
    if (stage.state() == StageState.FAILED) {
      span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(stage.reason(), ""));
    }
    span.end(Instant.parse(Objects.requireNonNullElse(stage.finishedAt(), runFinishedAt)));
  }
}
