package dev.facsimile.operator.monitor;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The runs as the operator's own watch shows them; none in a replica that only stands by. */
@Singleton
public class KnownRuns {
  private volatile Supplier<Stream<PipelineRun>> cache = Stream::empty;

  /** Tells where the runs are found. */
  public void watch(Supplier<Stream<PipelineRun>> runs) {
    cache = runs;
  }

  Stream<Optional<PipelineRunStatus>> statuses() {
    return cache.get().map(run -> Optional.ofNullable(run.getStatus()));
  }

  /** The store's answer to a run that cannot go on without it. */
  Optional<String> storeTrouble() {
    return statuses()
        .flatMap(Optional::stream)
        .filter(status -> !status.isFinished())
        .flatMap(status -> Condition.find(status.conditions(), Condition.STORE_REACHABLE).stream())
        .filter(condition -> condition.status().equals(Condition.FALSE))
        .map(Condition::message)
        .findFirst();
  }
}
