package dev.facsimile.operator.survey;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import java.nio.file.Path;

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
}
