package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has been named since a plan was made: records that were written or changed. */
final class RecordWatch {
  private final ArtifactStore store;
  private final Keys keys;
  private final RecordReader reader;
  private final Map<String, String> versions;
  private final Claims claims;

  RecordWatch(ArtifactStore store, Keys keys, Map<String, String> versions) {
    this.store = store;
    this.keys = keys;
    this.reader = new RecordReader(store, keys);
    this.versions = new HashMap<>(versions);
    this.claims = new Claims(keys.namespace(), place -> false);
  }

  /** Whether something is named, or may be, by what was written until this very moment. */
  boolean holdsNow(Place place) throws IOException {
    for (var prefix : List.of("pipelines/", "releases/")) {
      for (var info : store.list(keys.absolute(prefix))) {
        var key = keys.relative(info.key());
        if (RecordReader.isRecord(key)
            && !info.version().equals(versions.put(key, info.version()))) {
          read(key);
        }
      }
    }
    return claims.hold(place);
  }

  private void read(String key) throws IOException {
    if (RecordReader.isRelease(key)) {
      reader.release(key).ifPresent(claims::addRelease);
    } else if (Place.of(key).orElseThrow().kind() == Place.Kind.LISTING) {
      reader.listing(key).ifPresent(claims::addListing);
    } else {
      // Even one that has ended since may have committed what names shares.
      reader.run(key).ifPresent(run -> claims.addRun(run, true));
    }
  }
}
