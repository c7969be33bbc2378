package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.plan.PlannedSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes stock of a namespace: one listing, and every object that names others. */
final class Inventories {
  private final ArtifactStore store;
  private final Keys keys;
  private final int threads;
  private final RecordReader reader;

  Inventories(ArtifactStore store, Keys keys, int threads) {
    this.store = store;
    this.keys = keys;
    this.threads = threads;
    this.reader = new RecordReader(store, keys);
  }

  /** What lies there now. */
  Inventory take() throws IOException {
    var items = new TreeMap<String, Item>();
    var versions = new TreeMap<String, String>();
    for (var info : store.list(keys.absolute(""))) {
      var key = keys.relative(info.key());
      Place.of(key)
          .ifPresent(
              place ->
                  items.merge(
                      place.prefix(),
                      Item.nothingAt(place).with(key, info),
                      (item, unused) -> item.with(key, info)));
      if (RecordReader.isRecord(key)) {
        versions.put(key, info.version());
      }
    }
    var byPlace = new LinkedHashMap<Place, Item>();
    items.values().forEach(item -> byPlace.put(item.place(), item));
    return new Inventory(
        keys.namespace(),
        byPlace,
        read(records(versions, Place.Kind.RUN), reader::run),
        read(versions.keySet().stream().filter(RecordReader::isRelease).toList(), reader::release),
        read(records(versions, Place.Kind.LISTING), reader::listing),
        read(manifests(byPlace), reader::shares),
        Map.copyOf(versions));
  }

  private static List<String> records(Map<String, String> versions, Place.Kind kind) {
    return versions.keySet().stream()
        .filter(key -> Place.of(key).filter(place -> place.kind() == kind).isPresent())
        .toList();
  }

  /** Manifests of stages; a catalog has no shares. */
  private static List<String> manifests(Map<Place, Item> items) {
    return items.values().stream()
        .filter(item -> item.place().kind() == Place.Kind.ARTIFACT && item.headed())
        .filter(item -> !item.place().owner().equals(PlannedSource.CATALOG))
        .map(item -> item.place().head())
        .toList();
  }

  private <T> List<Found<T>> read(
      List<String> recordKeys, Parallel.Work<String, Optional<Found<T>>> reading)
      throws IOException {
    var found = new ArrayList<Found<T>>();
    for (var record : Parallel.map(recordKeys, threads, reading)) {
      record.ifPresent(found::add);
    }
    return List.copyOf(found);
  }
}
