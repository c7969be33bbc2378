package dev.facsimile.pipeline.artifact;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verified copies of stored objects in a folder of the local disk, by their sha256: an object is
 * downloaded once, whoever asks and under whatever name. The folder may be shared by processes and
 * may be deleted when none runs. Safe for several threads.
 */
public final class LocalCache {
  private final Path folder;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final Set<Path> verified = ConcurrentHashMap.newKeySet();

  /** A cache in a folder, which is made when first needed. */
  public LocalCache(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * A local copy of an object.
   *
   * @param name the copy has its extension
   * @param sha256 digest that the bytes must have
   * @throws StoreException CORRUPT when two downloads do not have the digest
   */
  public Path fetch(ArtifactStore store, String key, String name, String sha256, long size)
      throws IOException {
    int dot = name.lastIndexOf('.');
    var copy = folder.resolve(sha256 + (dot < 0 ? "" : name.substring(dot)));
    synchronized (locks.computeIfAbsent(sha256, unused -> new Object())) {
      if (verified.contains(copy) && Files.isRegularFile(copy)) {
        return copy;
      }
      if (!isIntact(copy, sha256, size)) {
        Files.createDirectories(folder);
        download(store, key, copy, sha256);
      }
      verified.add(copy);
      return copy;
    }
  }

  private static boolean isIntact(Path copy, String sha256, long size) throws IOException {
    return Files.isRegularFile(copy)
        && Files.size(copy) == size
        && Digests.sha256(copy).equals(sha256);
  }

  /** Downloads an object to a file, which appears when its bytes are verified. */
  static void download(ArtifactStore store, String key, Path target, String sha256)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      var part = Files.createTempFile(target.getParent(), "part-", "");
      try {
        var actual = copyTo(store, key, part);
        if (actual.equals(sha256)) {
          Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
          return;
        }
        if (attempt == 2) {
          throw Artifact.corrupt(store, key, sha256, actual);
        }
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private static String copyTo(ArtifactStore store, String key, Path file) throws IOException {
    var digest = Digests.newSha256();
    try (var in = store.open(key);
        var out =
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), digest)) {
      in.transferTo(out);
    }
    return Digests.hex(digest.digest());
  }
}
