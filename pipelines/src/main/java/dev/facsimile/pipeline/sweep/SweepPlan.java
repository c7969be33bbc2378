package dev.facsimile.pipeline.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What goes from a namespace, and what nobody may touch for doubt.
 *
 * @param cutoff what was written since then is young and stays
 * @param removals what goes, in the order of its going
 * @param doubts what could not be read, and what stays for it
 * @param kept how many things stay
 * @param keptBytes their sizes together
 * @param versions versions of the runs, releases and listings that the plan was made from, by key
 */
public record SweepPlan(
    String namespace,
    Instant cutoff,
    List<Removal> removals,
    List<String> doubts,
    int kept,
    long keptBytes,
    Map<String, String> versions) {
  private static final Comparator<Item> IN_ORDER =
      Comparator.comparing((Item item) -> item.place().kind())
          .thenComparing(item -> item.place().prefix());

  /** Decides what goes; pure. */
  static SweepPlan of(Inventory inventory, Retention retention, Instant now) {
    var cutoff = now.minus(retention.grace());
    Predicate<Place> young =
        place -> {
          var item = inventory.items().get(place);
          return item != null && !item.newest().isBefore(cutoff);
        };
    var claims = claims(inventory, retention, young);
    var committed = new HashSet<String>();
    for (var item : inventory.items().values()) {
      if (isCommitted(item)) {
        committed.add(item.place().name());
      }
    }
    var going = new ArrayList<Item>();
    long keptBytes = 0;
    for (var item : inventory.items().values()) {
      var place = item.place();
      var finishedWork = place.kind() == Place.Kind.WORK && committed.contains(place.name());
      if (!young.test(place) && (finishedWork || !claims.hold(place))) {
        going.add(item);
      } else {
        keptBytes += item.bytes();
      }
    }
    going.sort(IN_ORDER);
    return new SweepPlan(
        inventory.namespace(),
        cutoff,
        going.stream()
            .map(item -> Removal.of(item, committed.contains(item.place().name())))
            .toList(),
        claims.doubts(),
        inventory.items().size() - going.size(),
        keptBytes,
        inventory.versions());
  }

  private static Claims claims(Inventory inventory, Retention retention, Predicate<Place> young) {
    var claims =
        new Claims(
            inventory.namespace(),
            place ->
                inventory.items().containsKey(place) && isCommitted(inventory.items().get(place)));
    var runs = KeptRuns.of(inventory, retention, young);
    inventory.runs().stream()
        .filter(runs::isKept)
        .forEach(run -> claims.addRun(run, runs.isLive(run)));
    inventory.releases().forEach(claims::addRelease);
    Predicate<Found<?>> stays =
        found -> {
          var place = Place.of(found.key()).orElseThrow();
          return young.test(place) || claims.hold(place);
        };
    inventory.listings().stream().filter(stays).forEach(claims::addListing);
    inventory.shares().stream().filter(stays).forEach(claims::addShares);
    return claims;
  }

  private static boolean isCommitted(Item item) {
    var kind = item.place().kind();
    return item.headed() && (kind == Place.Kind.ARTIFACT || kind == Place.Kind.SHARE);
  }

  /** How many bytes go. */
  public long bytes() {
    return removals.stream().mapToLong(Removal::bytes).sum();
  }
}
