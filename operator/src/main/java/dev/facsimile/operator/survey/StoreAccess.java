package dev.facsimile.operator.survey;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The store as the operator reaches it.
 *
 * @param cache folder for local copies of small objects
 * @param threads requests at a time for one run
 */
public record StoreAccess(ArtifactStore store, Path cache, int threads) {

  /** The commit protocol of a namespace. */
  Artifacts artifacts(Keys keys) {
    return new Artifacts(store, keys, new LocalCache(cache), threads);
  }

  /** The bytes of an object, or empty when there is none. */
  Optional<byte[]> read(String key) throws IOException {
    try (var content = store.open(key)) {
      return Optional.of(content.readAllBytes());
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
