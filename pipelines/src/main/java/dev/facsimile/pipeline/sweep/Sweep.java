package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Parallel;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Removes what nothing relies on from a namespace, in two steps: a plan, to be looked at, and its
 * deletion. It may be killed at any instant, and run beside pipelines: a reader sees an artifact
 * whole or not at all, and the next sweep finishes what this one began.
 *
 * <p>A run writes what it relies on into its {@code run.json} before it looks whether that is
 * there, and the deletion reads these records just before it removes something. In the moment
 * between the two a run may still lose an artifact, which it then finds missing and makes again.
 */
public final class Sweep {
  private static final int THREADS = 8;
  private static final Set<String> FOLDERS = Set.of("artifacts", "pipelines", "releases", "work");

  private final ArtifactStore store;
  private final Keys keys;
  private final Clock clock;

  /** A sweep of a namespace. */
  public Sweep(ArtifactStore store, Keys keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /** The namespaces that a store holds something of. */
  public static SortedSet<String> namespaces(ArtifactStore store) throws IOException {
    var namespaces = new TreeSet<String>();
    for (var info : store.list("")) {
      var parts = info.key().split("/", 3);
      if (parts.length == 3 && FOLDERS.contains(parts[1])) {
        namespaces.add(parts[0]);
      }
    }
    return namespaces;
  }

  /**
   * Decides what can go; changes nothing.
   *
   * @throws dev.facsimile.pipeline.artifact.StoreException when the store does not answer; what it
   *     answers and nobody understands is among the plan's doubts
   */
  public SweepPlan plan(Retention retention) throws IOException {
    // The time before the listing: nothing may grow old while it goes on.
    var now = clock.instant();
    return SweepPlan.of(new Inventories(store, keys, THREADS).take(), retention, now);
  }

  /** Removes what a plan of this namespace says, but for what is named or written since. */
  public Swept delete(SweepPlan plan) throws IOException {
    var watch = new RecordWatch(store, keys, plan.versions());
    var removed = new ArrayList<Removal>();
    var spared = new ArrayList<Removal>();
    for (var removal : plan.removals()) {
      var objects = objects(removal.place());
      if (isYoung(objects, plan.cutoff()) || watch.holdsNow(removal.place())) {
        spared.add(removal);
      } else {
        delete(removal.place(), objects);
        removed.add(removal);
      }
    }
    return new Swept(removed, spared);
  }

  private List<Info> objects(Place place) throws IOException {
    var key = keys.absolute(place.prefix());
    return place.isObject() ? store.head(key).stream().toList() : store.list(key + "/");
  }

  private static boolean isYoung(List<Info> objects, Instant cutoff) {
    return objects.stream().anyMatch(info -> !info.lastModified().isBefore(cutoff));
  }

  private void delete(Place place, List<Info> objects) throws IOException {
    var head = keys.absolute(place.head());
    if (objects.stream().anyMatch(info -> info.key().equals(head))) {
      store.delete(head);
    }
    Parallel.map(
        objects.stream().map(Info::key).filter(key -> !key.equals(head)).toList(),
        THREADS,
        key -> {
          store.delete(key);
          return key;
        });
  }
}
