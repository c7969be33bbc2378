package dev.facsimile.operator.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.sweep.Removal;
import dev.facsimile.pipeline.sweep.Sweep;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps one namespace when its turn has come. */
final class NamespaceSweep {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceSweep.class);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final ArtifactStore store;
  private final Keys keys;
  private final SweepSettings settings;
  private final ClusterRuns cluster;
  private final Clock clock;

  NamespaceSweep(
      ArtifactStore store, Keys keys, SweepSettings settings, ClusterRuns cluster, Clock clock) {
    this.store = new DeadlineStore(store, clock, clock.instant().plus(LONGEST));
    this.keys = keys;
    this.settings = settings;
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Sweeps if it has to, and tells what the namespace holds, as far as anybody knows. */
  Optional<Long> sweepWhenDue() throws IOException {
    var now = clock.instant();
    var mark = SweepMark.find(store, keys);
    var size = mark.map(SweepMark::bytes);
    var turn = Turn.of(keys.namespace(), mark, settings, now);
    if (turn == Turn.WAIT) {
      return size;
    }
    new SweepMark(now.toString(), size.orElse(null)).save(store, keys);
    if (turn == Turn.MARK) {
      return size;
    }
    long bytes = sweep();
    new SweepMark(now.toString(), bytes).save(store, keys);
    return Optional.of(bytes);
  }

  private long sweep() throws IOException {
    var runs = ExistingRuns.of(cluster.in(keys.namespace()));
    var sweep = new Sweep(store, keys, clock);
    var plan = sweep.plan(runs.retention(settings.grace(), clock.instant()));
    plan.doubts().forEach(doubt -> LOG.warn("namespace {}: {}", keys.namespace(), doubt));
    var swept = sweep.delete(plan);
    long spared = swept.spared().stream().mapToLong(Removal::bytes).sum();
    long bytes = plan.keptBytes() + spared;
    LOG.info(
        "swept namespace {}: {} things removed, {} bytes; {} things stay, {} bytes",
        keys.namespace(),
        swept.removed().size(),
        swept.bytes(),
        plan.kept() + swept.spared().size(),
        bytes);
    return bytes;
  }
}
