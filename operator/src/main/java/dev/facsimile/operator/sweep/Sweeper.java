package dev.facsimile.operator.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.sweep.Sweep;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all namespaces, one after the other. Which ones a store holds is looked up once an
 * interval, for it takes a listing of the whole store. One thread at a time.
 */
public final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final ArtifactStore store;
  private final SweepSettings settings;
  private final ClusterRuns cluster;
  private final StoreSizes sizes;
  private final Clock clock;
  private Set<String> namespaces = Set.of();
  private Instant listedAt = Instant.MIN;

  /** A sweeper of a store. */
  public Sweeper(
      ArtifactStore store,
      SweepSettings settings,
      ClusterRuns cluster,
      StoreSizes sizes,
      Clock clock) {
    this.store = store;
    this.settings = settings;
    this.cluster = cluster;
    this.sizes = sizes;
    this.clock = clock;
  }

  /** Sweeps every namespace whose turn it is. What fails is logged, and stops no other one. */
  public void round() {
    try {
      list();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the namespaces of the store cannot be listed: {}", e.toString());
    }
    sizes.retain(namespaces);
    for (var namespace : namespaces) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      sweep(namespace);
    }
  }

  private void list() throws IOException {
    var now = clock.instant();
    if (!settings.namespaces().isEmpty()) {
      namespaces = new TreeSet<>(settings.namespaces());
    } else if (!now.minus(settings.interval()).isBefore(listedAt)) {
      namespaces = Sweep.namespaces(store);
      listedAt = now;
    }
  }

  private void sweep(String namespace) {
    try {
      new NamespaceSweep(store, new Keys(namespace), settings, cluster, clock)
          .sweepWhenDue()
          .ifPresent(bytes -> sizes.set(namespace, bytes));
    } catch (IOException | RuntimeException e) {
      LOG.warn("namespace {} was not swept: {}", namespace, e.toString());
    }
  }
}
