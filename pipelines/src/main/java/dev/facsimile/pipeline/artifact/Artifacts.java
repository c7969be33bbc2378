package dev.facsimile.pipeline.artifact;

import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The commit protocol: objects first, under names that carry their digest, then the manifest, by a
 * put that only the first of several writers can do. What has no manifest does not exist; what has
 * one never changes. A process killed at any point leaves nothing that a reader takes for an
 * artifact, and its successor uploads only what is missing.
 */
public final class Artifacts {
  private static final int DIGITS_IN_NAME = 16;

  private final ArtifactStore store;
  private final Keys keys;
  private final LocalCache cache;
  private final int threads;

  /**
   * Artifacts of one namespace.
   *
   * @param cache where local copies of objects go
   * @param threads objects that are written, or manifests that are read, at a time
   */
  public Artifacts(ArtifactStore store, Keys keys, LocalCache cache, int threads) {
    this.store = store;
    this.keys = keys;
    this.cache = cache;
    this.threads = threads;
  }

  /** What became of a commit. */
  public enum Outcome {
    /** These objects are the artifact now. */
    COMMITTED,
    /** Another writer was first, with the same bytes. */
    SAME,
    /** Another writer was first, with other bytes: those are the artifact. */
    DIFFERENT
  }

  /**
   * The artifact that now lies under the key.
   *
   * @param sha256 digest of its manifest, 64 hex digits
   */
  public record Committed(Manifest manifest, String sha256, Outcome outcome) {}

  /**
   * Stores files as the artifact under a key.
   *
   * @param key prefix, from {@link Keys#artifact} or {@link Keys#share}
   * @param draft the manifest without objects
   * @param files what the artifact consists of: name -> file; none when it consists of shares
   */
  public Committed commit(String key, Manifest draft, SortedMap<String, Path> files)
      throws IOException {
    var present = sizes(key);
    var objects =
        Parallel.map(
            List.copyOf(files.entrySet()),
            threads,
            file -> upload(key, file.getKey(), file.getValue(), present));
    var manifest = draft.withObjects(objects);
    var json = ManifestJson.write(manifest);
    var manifestKey = Keys.manifest(key);
    var sha256 = Digests.sha256(json);
    if (store.putIfAbsent(manifestKey, json)) {
      return new Committed(manifest, sha256, Outcome.COMMITTED);
    }
    var first = readFully(manifestKey);
    var firstSha256 = Digests.sha256(first);
    return new Committed(
        ManifestJson.read(first, at(manifestKey)),
        firstSha256,
        firstSha256.equals(sha256) ? Outcome.SAME : Outcome.DIFFERENT);
  }

  /**
   * Looks whether there is an artifact under a key, complete by names and sizes; of a divided
   * stage, whether every share is. Bytes are verified when they are read.
   *
   * @return empty when nothing was committed
   * @throws StoreException CORRUPT when it was committed but something of it is missing or has
   *     another size: {@link #discard} it and make it again
   */
  public Optional<Artifact> find(String key) throws IOException {
    var json = store.readIfPresent(Keys.manifest(key));
    return json.isPresent() ? Optional.of(check(open(key, json.get()))) : Optional.empty();
  }

  /**
   * The artifact under a key; what is found damaged is removed, so that it can be made again.
   *
   * @param damaged told what was wrong with it
   */
  public Optional<Artifact> findOrDiscard(String key, Consumer<StoreException> damaged)
      throws IOException {
    try {
      return find(key);
    } catch (StoreException e) {
      if (e.reason() != Reason.CORRUPT) {
        throw e;
      }
      damaged.accept(e);
      discard(key);
      return Optional.empty();
    }
  }

  /**
   * Opens the artifact whose manifest has the given digest.
   *
   * @throws StoreException CORRUPT when another or none lies there, or it is incomplete
   */
  public Artifact find(String key, String sha256) throws IOException {
    return check(open(key, readManifest(key, sha256)));
  }

  /** Removes an artifact, manifest first, so that no reader sees a half one. */
  public void discard(String key) throws IOException {
    store.delete(Keys.manifest(key));
    Parallel.map(
        store.list(key + "/"),
        threads,
        info -> {
          store.delete(info.key());
          return info;
        });
  }

  /**
   * Removes an artifact and the shares that it consists of, so that all of it is made again.
   *
   * @param damaged told what was wrong with it, if anything was
   */
  public void discardWithShares(String key, Consumer<StoreException> damaged) throws IOException {
    var artifact = findOrDiscard(key, damaged);
    discard(key);
    if (artifact.isPresent()) {
      for (var share : artifact.get().manifest().shares()) {
        discard(keys.absolute(share.key()));
      }
    }
  }

  private Artifact open(String key, byte[] json) throws IOException {
    var manifest = ManifestJson.read(json, at(Keys.manifest(key)));
    var shares =
        Parallel.map(
            manifest.shares(),
            threads,
            share -> {
              var shareKey = keys.absolute(share.key());
              var shareJson = readManifest(shareKey, share.sha256());
              var shareManifest = ManifestJson.read(shareJson, at(Keys.manifest(shareKey)));
              return new Artifact(store, cache, shareKey, shareManifest, share.sha256(), List.of());
            });
    return new Artifact(store, cache, key, manifest, Digests.sha256(json), shares);
  }

  private Artifact check(Artifact artifact) throws IOException {
    var parts = new ArrayList<Artifact>(artifact.shares());
    if (!artifact.manifest().shares().isEmpty() && !artifact.manifest().objects().isEmpty()) {
      parts.add(artifact);
    }
    Parallel.map(
        parts,
        threads,
        part -> {
          checkObjects(part);
          return part;
        });
    return artifact;
  }

  private void checkObjects(Artifact artifact) throws IOException {
    var sizes = sizes(artifact.key());
    for (var object : artifact.manifest().objects()) {
      var objectKey = artifact.key() + "/" + object.key();
      var size = sizes.get(objectKey);
      if (size == null || size != object.size()) {
        throw new StoreException(
            Reason.CORRUPT,
            at(objectKey)
                + (size == null ? " is missing" : " has " + size + " bytes")
                + ", its manifest promises "
                + object.size()
                + " bytes",
            null);
      }
    }
  }

  private byte[] readManifest(String key, String sha256) throws IOException {
    var manifestKey = Keys.manifest(key);
    var json =
        store
            .readIfPresent(manifestKey)
            .orElseThrow(
                () -> new StoreException(Reason.CORRUPT, at(manifestKey) + " is missing", null));
    if (!Digests.sha256(json).equals(sha256)) {
      throw new StoreException(
          Reason.CORRUPT,
          at(manifestKey) + " is not the manifest with sha256 " + sha256 + " that was committed",
          null);
    }
    return json;
  }

  private Manifest.StoredObject upload(
      String key, String name, Path file, Map<String, Long> present) throws IOException {
    var sha256 = Digests.sha256(file);
    long size = Files.size(file);
    var objectName = nameWithDigest(name, sha256);
    var objectKey = key + "/" + objectName;
    var presentSize = present.get(objectKey);
    if (presentSize == null || presentSize != size) {
      store.put(objectKey, file);
    }
    return new Manifest.StoredObject(name, objectName, sha256, size);
  }

  private Map<String, Long> sizes(String key) throws IOException {
    var sizes = new HashMap<String, Long>();
    for (var info : store.list(key + "/")) {
      sizes.put(info.key(), info.size());
    }
    return sizes;
  }

  private byte[] readFully(String key) throws IOException {
    try (var stream = store.open(key)) {
      return stream.readAllBytes();
    }
  }

  private String at(String key) {
    return store.location() + "/" + key;
  }

  /** {@code score.json} becomes {@code score-3f29c1a07e55d210.json}. */
  static String nameWithDigest(String name, String sha256) {
    Keys.requireSegment(name);
    int dot = name.lastIndexOf('.');
    int end = dot <= 0 ? name.length() : dot;
    return name.substring(0, end) + "-" + sha256.substring(0, DIGITS_IN_NAME) + name.substring(end);
  }
}
