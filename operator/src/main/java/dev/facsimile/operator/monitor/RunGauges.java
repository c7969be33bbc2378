package dev.facsimile.operator.monitor;

import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.decide.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** How things stand, counted when somebody asks. */
@Singleton
public class RunGauges implements MeterBinder {
  private static final String BEGINNING = "Pending";
  private static final List<String> OPEN = List.of(BEGINNING, "Running", "Waiting");

  /** What a Job waits for in the cluster; a stage that waits for another run has none. */
  private static final EnumSet<Reason> WAITS =
      EnumSet.of(
          Reason.QUEUED,
          Reason.UNSCHEDULABLE,
          Reason.IMAGE_UNAVAILABLE,
          Reason.CONFIGURATION_MISSING,
          Reason.QUOTA_EXCEEDED,
          Reason.PODS_REFUSED,
          Reason.STARTING);

  private final KnownRuns runs;

  RunGauges(KnownRuns runs) {
    this.runs = runs;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Stream.concat(OPEN.stream(), RunMeters.OUTCOMES.stream())
        .forEach(
            state ->
                Gauge.builder("facsimile.runs", () -> inState(state))
                    .description("Runs that exist")
                    .tag("state", state)
                    .register(registry));
    for (var reason : WAITS) {
      Gauge.builder("facsimile.jobs.waiting", () -> waiting(reason))
          .description("Jobs that wait for something in the cluster")
          .tag("reason", reason.id())
          .register(registry);
    }
    Gauge.builder("facsimile.store.reachable", () -> runs.storeTrouble().isPresent() ? 0 : 1)
        .description("0 when a run cannot go on because the store does not answer")
        .register(registry);
  }

  private long inState(String state) {
    return runs.statuses()
        .map(status -> status.map(PipelineRunStatus::state).orElse(BEGINNING))
        .filter(state::equals)
        .count();
  }

  private long waiting(Reason reason) {
    return runs.statuses()
        .flatMap(status -> status.stream().flatMap(run -> run.stages().stream()))
        .filter(stage -> stage.state() == StageState.WAITING)
        .filter(stage -> reason.id().equals(stage.reason()))
        .count();
  }
}
