package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.record.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which runs of a namespace stay. */
final class KeptRuns {
  private static final Comparator<RunRecord> NEWEST_FIRST =
      Comparator.comparing((RunRecord run) -> Instant.parse(run.startedAt()))
          .thenComparing(RunRecord::run)
          .reversed();

  private final Inventory inventory;
  private final Retention retention;
  private final Predicate<Place> young;
  private final Claims names;
  private final Set<Place> live = new HashSet<>();
  private final Set<Place> kept = new HashSet<>();

  private KeptRuns(Inventory inventory, Retention retention, Predicate<Place> young) {
    this.inventory = inventory;
    this.retention = retention;
    this.young = young;
    this.names = new Claims(inventory.namespace(), place -> true);
  }

  /** The runs that stay, those that may still go on among them. */
  static KeptRuns of(Inventory inventory, Retention retention, Predicate<Place> young) {
    var runs = new KeptRuns(inventory, retention, young);
    runs.decide();
    return runs;
  }

  boolean isKept(Found<RunRecord> run) {
    return kept.contains(placeOf(run));
  }

  boolean isLive(Found<RunRecord> run) {
    return live.contains(placeOf(run));
  }

  private void decide() {
    var finished = new ArrayList<Found<RunRecord>>();
    for (var run : inventory.runs()) {
      var goesOn = run.content().filter(record -> mayGoOn(run, record)).isPresent();
      if (goesOn) {
        live.add(placeOf(run));
      }
      var isWanted = run.content().filter(retention.wanted()).isPresent();
      if (goesOn || isWanted || run.content().isEmpty() || young.test(placeOf(run))) {
        kept.add(placeOf(run));
      }
      if (!goesOn && run.content().isPresent()) {
        finished.add(run);
      }
    }
    finished.stream()
        .collect(Collectors.groupingBy(run -> placeOf(run).owner()))
        .values()
        .forEach(this::keepNewest);
    keepReports(finished);
  }

  private void keepNewest(List<Found<RunRecord>> runs) {
    keepNewest(runs, true, retention.successful());
    keepNewest(runs, false, retention.failed());
  }

  private void keepNewest(List<Found<RunRecord>> runs, boolean successful, int number) {
    runs.stream()
        .filter(run -> record(run).outcome().equals(RunRecord.SUCCEEDED) == successful)
        .sorted(Comparator.comparing(KeptRuns::record, NEWEST_FIRST))
        .limit(number)
        .forEach(run -> kept.add(placeOf(run)));
  }

  /** A run that changed nothing shows the report of one before, which then stays as well. */
  private void keepReports(List<Found<RunRecord>> finished) {
    int before;
    do {
      before = kept.size();
      for (var run : finished) {
        if (isKept(run) && record(run).report() != null) {
          kept.addAll(names.placesOf(record(run).report()));
        }
      }
    } while (kept.size() > before);
  }

  private boolean mayGoOn(Found<RunRecord> found, RunRecord run) {
    return run.isUnfinished() && retention.liveness().isLive(run, lastSign(found, run));
  }

  private Instant lastSign(Found<RunRecord> found, RunRecord run) {
    var signs = new ArrayList<Place>(List.of(placeOf(found)));
    for (var pin : run.pins()) {
      for (var place : names.placesOf(pin)) {
        signs.add(place);
        signs.add(new Place(Place.Kind.WORK, "work/" + place.name()));
      }
    }
    return signs.stream()
        .filter(inventory.items()::containsKey)
        .map(place -> inventory.items().get(place).newest())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Place placeOf(Found<RunRecord> run) {
    return Place.of(run.key()).orElseThrow();
  }

  private static RunRecord record(Found<RunRecord> run) {
    return run.content().orElseThrow();
  }
}
