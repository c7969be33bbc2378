package dev.facsimile.pipeline.artifact;

import dev.facsimile.pipeline.artifact.Manifest.StoredObject;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A committed artifact, opened for reading. Whole objects are verified against the manifest: what
 * does not match is read once more, then refused. Safe for several threads.
 */
public final class Artifact {
  private final ArtifactStore store;
  private final LocalCache cache;
  private final String key;
  private final Manifest manifest;
  private final String digest;
  private final List<Artifact> shares;
  private final Map<String, StoredObject> objects = new HashMap<>();

  Artifact(
      ArtifactStore store,
      LocalCache cache,
      String key,
      Manifest manifest,
      String digest,
      List<Artifact> shares) {
    this.store = store;
    this.cache = cache;
    this.key = key;
    this.manifest = manifest;
    this.digest = digest;
    this.shares = List.copyOf(shares);
    manifest.objects().forEach(object -> objects.put(object.name(), object));
  }

  /** Prefix of its keys. */
  public String key() {
    return key;
  }

  /** The manifest that commits it. */
  public Manifest manifest() {
    return manifest;
  }

  /** sha256 of the manifest: the artifact's content digest, 64 hex digits. */
  public String digest() {
    return digest;
  }

  /** The shares of a divided stage, in order; the artifact itself when the stage is not divided. */
  public List<Artifact> shares() {
    return shares.isEmpty() ? List.of(this) : shares;
  }

  /** Whether there is an object of this name. */
  public boolean has(String name) {
    return objects.containsKey(name);
  }

  /**
   * The verified bytes of an object.
   *
   * @throws StoreException CORRUPT when they are not those of the manifest, NOT_FOUND when the
   *     artifact has no such object
   */
  public byte[] read(String name) throws IOException {
    var object = object(name);
    if (object.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          name + " has " + object.size() + " bytes, too many for an array: fetch it");
    }
    for (int attempt = 1; ; attempt++) {
      var content = store.read(keyOf(object), 0, (int) object.size());
      var actual = Digests.sha256(content);
      if (actual.equals(object.sha256())) {
        return content;
      }
      if (attempt == 2) {
        throw corrupt(store, keyOf(object), object.sha256(), actual);
      }
    }
  }

  /** A part of an object, not verified: a caller that has its digest compares. */
  public byte[] read(String name, long offset, int length) throws IOException {
    return store.read(keyOf(object(name)), offset, length);
  }

  /** A verified local copy of an object, which stays as long as the cache's folder. */
  public Path fetch(String name) throws IOException {
    var object = object(name);
    return cache.fetch(store, keyOf(object), name, object.sha256(), object.size());
  }

  /** Writes the verified bytes of an object to a file of the caller, past the cache. */
  public void copyTo(String name, Path target) throws IOException {
    var object = object(name);
    LocalCache.download(store, keyOf(object), target.toAbsolutePath(), object.sha256());
  }

  private StoredObject object(String name) throws StoreException {
    var object = objects.get(name);
    if (object == null) {
      throw new StoreException(
          Reason.NOT_FOUND,
          "the artifact " + store.location() + "/" + key + " has no object named " + name,
          null);
    }
    return object;
  }

  private String keyOf(StoredObject object) {
    return key + "/" + object.key();
  }

  static StoreException corrupt(ArtifactStore store, String key, String expected, String actual) {
    return new StoreException(
        Reason.CORRUPT,
        store.location()
            + "/"
            + key
            + " was read twice, its sha256 is "
            + actual
            + " instead of "
            + expected,
        null);
  }
}
