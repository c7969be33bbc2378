package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.monitor.LogContext;
import dev.facsimile.operator.monitor.RunMeters;
import dev.facsimile.operator.monitor.RunTraces;
import dev.facsimile.operator.transition.Events;
import dev.facsimile.operator.transition.Notice;
import dev.facsimile.operator.transition.PipelineNotices;
import dev.facsimile.operator.transition.Transition;
import dev.facsimile.operator.transition.Transitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world what a status that was just written says for the first time: in metrics, in the
 * log, as Events and as a trace. Nothing depends on whether it succeeds.
 */
@Singleton
public class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final ClusterWriter writer;
  private final RunMeters meters;
  private final RunTraces traces;
  private final Clock clock;

  Signals(ClusterWriter writer, RunMeters meters, RunTraces traces, Clock clock) {
    this.writer = writer;
    this.meters = meters;
    this.traces = traces;
    this.clock = clock;
  }

  /** Tells what is new about a run that still has the status from before. */
  void tell(PipelineRun run, PipelineRunStatus after) {
    for (var transition : Transitions.of(run.getStatus(), after)) {
      meters.count(transition);
      log(transition);
      transition.notice().ifPresent(notice -> write(run, notice));
      if (transition instanceof Transition.RunEnded) {
        traces.tell(run, after);
      }
    }
  }

  /** Tells what is new about a pipeline that still has the status from before. */
  void tell(Pipeline pipeline, PipelineStatus after) {
    PipelineNotices.of(pipeline.getStatus(), after).forEach(notice -> write(pipeline, notice));
  }

  private static void log(Transition transition) {
    if (!transition.isLogged()) {
      return;
    }
    if (transition instanceof Transition.OfStage news) {
      try (var unused = LogContext.ofStage(news.stage().name())) {
        LOG.info("{}", transition.text());
      }
    } else {
      LOG.info("{}", transition.text());
    }
  }

  private void write(HasMetadata object, Notice notice) {
    try {
      writer.create(Events.of(object, notice, clock.instant()));
    } catch (KubernetesClientException e) {
      LOG.warn("no Event {}: {}", notice.reason().id(), e.getMessage());
    }
  }
}
