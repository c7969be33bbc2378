package dev.facsimile.operator.sweep;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.sweep.Retention;
import dev.facsimile.pipeline.sweep.Retention.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The runs of a namespace that the cluster has.
 *
 * @param all {@code pipeline/run} of each
 * @param open those that have not come to their end
 */
record ExistingRuns(Set<String> all, Set<String> open) {
  private static final Duration ABANDONED_AFTER = Duration.ofDays(30);

  static ExistingRuns of(List<PipelineRun> runs) {
    var all = new HashSet<String>();
    var open = new HashSet<String>();
    for (var run : runs) {
      var name = name(run.getSpec().pipelineName(), run.getMetadata().getName());
      all.add(name);
      if (run.getStatus() == null || !run.getStatus().isFinished()) {
        open.add(name);
      }
    }
    return new ExistingRuns(Set.copyOf(all), Set.copyOf(open));
  }

  /**
   * What stays of their namespace: as {@code facsimile gc} has it, and besides every run that the
   * cluster has. One that it does not have may be another cluster's or a laptop's, and goes on
   * until it has been silent for long.
   */
  Retention retention(Duration grace, Instant now) {
    var silence = Liveness.untilSilentSince(now.minus(ABANDONED_AFTER));
    var usual = Retention.of(silence);
    return new Retention(
        grace,
        usual.successful(),
        usual.failed(),
        (run, lastSign) -> open.contains(name(run)) || silence.isLive(run, lastSign),
        run -> all.contains(name(run)));
  }

  private static String name(RunRecord run) {
    return name(run.pipeline(), run.run());
  }

  private static String name(String pipeline, String run) {
    return pipeline + "/" + run;
  }
}
