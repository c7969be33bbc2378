package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.release.Promotion.Outcome;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The releases of a namespace. An alias is replaced by the store's conditional operations alone, so
 * that a process killed at any instant leaves the old release or the new one, and of several
 * writers the newest run wins.
 */
public final class Releases {
  private static final int TRIES = 10;

  private final ArtifactStore store;
  private final Keys keys;

  /** The releases of a namespace. */
  public Releases(ArtifactStore store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * The release under an alias.
   *
   * @throws StoreException CORRUPT when what lies there is none that this version reads
   */
  public Optional<Release> find(String alias) throws IOException {
    var key = keys.release(alias);
    var json = store.readIfPresent(key);
    return json.isPresent()
        ? Optional.of(read(json.get(), store.location() + "/" + key))
        : Optional.empty();
  }

  /**
   * Reads the object of a release.
   *
   * @param where for messages, for example its key
   * @throws StoreException CORRUPT when it is none that this version reads
   */
  public static Release read(byte[] json, String where) throws StoreException {
    return ReleaseJson.read(json, where);
  }

  /**
   * The figures that gates over aliases compare a run with, by alias; an alias that has nothing to
   * surpass is left out. See {@link Release#standardFor}.
   *
   * @param candidate what the run would publish; empty when it promotes nothing
   */
  public Map<String, JsonNode> standards(Collection<String> aliases, Optional<Release> candidate)
      throws IOException {
    var standards = new HashMap<String, JsonNode>();
    for (var alias : aliases) {
      find(alias)
          .flatMap(release -> release.standardFor(candidate))
          .ifPresent(score -> standards.put(alias, score));
    }
    return standards;
  }

  /**
   * Publishes a release under its alias, unless one with the same content or of a newer run stands
   * there. Doing it again changes nothing.
   *
   * @throws StoreException UNAVAILABLE when others kept replacing it meanwhile
   */
  public Promotion promote(Release release) throws IOException {
    var key = keys.release(release.alias());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      var version = store.head(key).map(ArtifactStore.Info::version);
      var present = version.isPresent() ? find(release.alias()) : Optional.<Release>empty();
      var kept = present.flatMap(old -> reasonToKeep(old, release));
      if (kept.isPresent()) {
        return new Promotion(kept.get(), present);
      }
      if (version.isPresent() == present.isPresent() && write(key, version, present, release)) {
        return new Promotion(Outcome.PROMOTED, present);
      }
    }
    throw new StoreException(
        Reason.UNAVAILABLE,
        store.location() + "/" + key + " is being replaced by others all the time",
        null);
  }

  private static Optional<Outcome> reasonToKeep(Release old, Release release) {
    if (old.hasContentOf(release)) {
      return Optional.of(Outcome.UNCHANGED);
    }
    return old.isNewerThan(release) ? Optional.of(Outcome.NEWER_PRESENT) : Optional.empty();
  }

  private boolean write(
      String key, Optional<String> version, Optional<Release> present, Release release)
      throws IOException {
    return version.isPresent()
        ? store.replace(
            key, version.get(), ReleaseJson.write(release.replacing(present.orElseThrow())))
        : store.putIfAbsent(key, ReleaseJson.write(release));
  }
}
