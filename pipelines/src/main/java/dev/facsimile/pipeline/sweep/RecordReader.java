package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.ManifestJson;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the objects that name others. What is gone meanwhile names nothing. */
final class RecordReader {
  private final ArtifactStore store;
  private final Keys keys;

  RecordReader(ArtifactStore store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** What an object's bytes say. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(byte[] json, String where) throws IOException;
  }

  /** Whether a key is that of an object which names others, manifests apart. */
  static boolean isRecord(String key) {
    return isRelease(key)
        || Place.of(key)
            .filter(place -> place.kind() == Place.Kind.RUN || place.kind() == Place.Kind.LISTING)
            .filter(place -> place.head().equals(key))
            .isPresent();
  }

  static boolean isRelease(String key) {
    return key.startsWith("releases/");
  }

  Optional<Found<RunRecord>> run(String key) throws IOException {
    return read(key, RunHistory::read);
  }

  Optional<Found<Release>> release(String key) throws IOException {
    return read(key, Releases::read);
  }

  Optional<Found<SourceListing>> listing(String key) throws IOException {
    return read(key, SourceListing::fromJson);
  }

  Optional<Found<List<String>>> shares(String key) throws IOException {
    return read(
        key,
        (json, where) ->
            ManifestJson.read(json, where).shares().stream().map(Manifest.Share::key).toList());
  }

  private <T> Optional<Found<T>> read(String key, Parser<T> parser) throws IOException {
    var full = keys.absolute(key);
    var json = store.readIfPresent(full);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      var parsed = parser.parse(json.get(), store.location() + "/" + full);
      return Optional.of(new Found<>(key, Optional.of(parsed), ""));
    } catch (StoreException e) {
      return Optional.of(new Found<>(key, Optional.empty(), e.getMessage()));
    }
  }
}
