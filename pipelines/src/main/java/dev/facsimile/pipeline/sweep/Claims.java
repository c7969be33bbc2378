package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What must stay because something that stays names it, or might. */
final class Claims {
  private final String namespace;
  private final Predicate<Place> committed;
  private final Set<Place> places = new HashSet<>();
  private final Set<String> fingerprints = new HashSet<>();
  private final Set<String> pipelines = new HashSet<>();
  private final Set<String> doubtfulPipelines = new HashSet<>();
  private final Set<String> typesWithEveryShare = new HashSet<>();
  private final List<String> doubts = new ArrayList<>();
  private boolean everyArtifact;
  private boolean everyCatalog;

  /**
   * No claims yet.
   *
   * @param committed whether there is an artifact with a manifest at a place
   */
  Claims(String namespace, Predicate<Place> committed) {
    this.namespace = namespace;
    this.committed = committed;
  }

  /**
   * A run that stays. While it goes on, it may take any finished share of a stage that it has not
   * finished: which ones is known to its workers alone.
   */
  void addRun(Found<RunRecord> found, boolean live) {
    var run = Place.of(found.key()).orElseThrow();
    places.add(run);
    pipelines.add(run.owner());
    if (found.content().isEmpty()) {
      doubts.add(found.trouble() + "; every artifact stays, and every run of " + run.owner());
      doubtfulPipelines.add(run.owner());
      everyArtifact = true;
      return;
    }
    var record = found.content().get();
    pins(record).forEach(this::claim);
    if (record.report() != null) {
      claim(record.report());
    }
    if (live) {
      pins(record).stream()
          .flatMap(pin -> placesOf(pin).stream())
          .filter(place -> place.kind() == Place.Kind.ARTIFACT && !committed.test(place))
          .forEach(place -> typesWithEveryShare.add(place.owner()));
    }
  }

  /** A release: all of them stay. */
  void addRelease(Found<Release> found) {
    found.content().ifPresent(release -> release.keys().forEach(this::claim));
    if (found.content().isEmpty()) {
      doubts.add(found.trouble() + "; every artifact stays");
      everyArtifact = true;
    }
  }

  /** The listing of a source that stays. */
  void addListing(Found<SourceListing> found) {
    found.content().ifPresent(listing -> listing.parts().forEach(part -> claim(part.key())));
    if (found.content().isEmpty()) {
      doubts.add(found.trouble() + "; every catalog stays");
      everyCatalog = true;
    }
  }

  /** The manifest of a stage's artifact that stays. */
  void addShares(Found<List<String>> found) {
    found.content().ifPresent(shares -> shares.forEach(this::claim));
    if (found.content().isEmpty()) {
      var type = Place.of(found.key()).orElseThrow().owner();
      doubts.add(found.trouble() + "; every share of " + type + " stays");
      typesWithEveryShare.add(type);
    }
  }

  /** What could not be read, and what stays for it. */
  List<String> doubts() {
    return List.copyOf(doubts);
  }

  /** Whether something must stay. */
  boolean hold(Place place) {
    return switch (place.kind()) {
      case RUN -> places.contains(place) || doubtfulPipelines.contains(place.owner());
      case LISTING -> pipelines.contains(place.owner());
      case ARTIFACT ->
          everyArtifact
              || places.contains(place)
              || everyCatalog && place.owner().equals(PlannedSource.CATALOG);
      case SHARE ->
          everyArtifact || places.contains(place) || typesWithEveryShare.contains(place.owner());
      case WORK -> everyArtifact || fingerprints.contains(place.name());
      case TASK -> everyArtifact || places.contains(place);
      // Which sources a run has read is not recorded, and losing it means reading a source again.
      case KNOWN -> everyArtifact || !pipelines.isEmpty();
    };
  }

  /** Keys of everything that a run relies on. */
  static List<String> pins(RunRecord run) {
    var pins = new ArrayList<>(run.pins());
    for (var stage : run.stages()) {
      pins.add(stage.key());
      stage
          .inputs()
          .values()
          .forEach(
              digests ->
                  digests.forEach(
                      digest -> pins.add("artifacts/" + PlannedSource.CATALOG + "/" + digest)));
    }
    return pins;
  }

  /** Where a key leads, inside the namespace or with it. */
  List<Place> placesOf(String key) {
    var found = new ArrayList<Place>();
    Place.of(key).ifPresent(found::add);
    if (key.startsWith(namespace + "/")) {
      Place.of(key.substring(namespace.length() + 1)).ifPresent(found::add);
    }
    return found;
  }

  private void claim(String key) {
    for (var place : placesOf(key)) {
      places.add(place);
      var isWork = place.kind() == Place.Kind.WORK;
      if (isWork || place.kind() == Place.Kind.ARTIFACT || place.kind() == Place.Kind.SHARE) {
        fingerprints.add(place.name());
      }
    }
  }
}
