package dev.facsimile.operator.monitor;

import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.transition.Transition;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.StageType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts what happens. Counters of what is foreseeable stand at 0 from the start: Prometheus sees
 * no increase in a series that begins with 1.
 */
@Singleton
public class RunMeters {
  /** States in which runs end. */
  static final List<String> OUTCOMES =
      List.of("Succeeded", "GateFailed", "Failed", "Cancelled", "TimedOut");

  private static final String FINISHED = "facsimile.runs.finished";
  private static final String STARTED = "facsimile.stages.started";
  private static final String CACHED = "facsimile.cache.hits";
  private static final String STAGE = "facsimile.stage";
  private static final String RETRIES = "facsimile.retries";
  private static final String TYPE = "type";

  private final MeterRegistry registry;

  /** Counters in a registry. */
  public RunMeters(MeterRegistry registry) {
    this.registry = registry;
    OUTCOMES.forEach(outcome -> registry.counter(FINISHED, "outcome", outcome));
    var types = Arrays.stream(StageType.values()).map(StageType::key);
    Stream.concat(Stream.of(PlannedSource.CATALOG), types)
        .forEach(
            type -> {
              registry.counter(STARTED, TYPE, type);
              registry.counter(CACHED, TYPE, type);
              registry.timer(STAGE, TYPE, type);
            });
    Stream.of(Reason.NODE_LOST, Reason.JOB_DELETED, Reason.NO_MANIFEST, Reason.REPAIRING)
        .forEach(cause -> registry.counter(RETRIES, "cause", cause.id()));
  }

  /** Counts something new about a run. */
  public void count(Transition transition) {
    if (transition instanceof Transition.RunEnded run) {
      registry.counter(FINISHED, "outcome", run.outcome()).increment();
    } else if (transition instanceof Transition.JobStarted job) {
      registry.counter(STARTED, TYPE, job.stage().type()).increment();
    } else if (transition instanceof Transition.StageRetried retried) {
      registry.counter(RETRIES, "cause", retried.cause()).increment();
    } else if (transition instanceof Transition.StageEnded ended) {
      var type = ended.stage().type();
      if (ended.isCached()) {
        registry.counter(CACHED, TYPE, type).increment();
      }
      ended.took().ifPresent(time -> registry.timer(STAGE, TYPE, type).record(time));
    }
  }
}
