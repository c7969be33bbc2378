package dev.facsimile.pipeline.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects under slash-separated keys: an S3 bucket prefix or a local directory. Strongly
 * consistent; a put is atomic (a reader sees the old object, the new one or none, never a part).
 *
 * <p>Failures are {@link StoreException}s that tell a missing object, a refused access and an
 * unreachable store apart.
 */
public interface ArtifactStore extends AutoCloseable {
  /**
   * What the store knows of an object. {@code version} changes whenever the object does (ETag, or
   * size and time); {@code lastModified} is when it was written, in whole seconds, {@link
   * Instant#MAX} where the store does not say.
   */
  record Info(String key, long size, String version, Instant lastModified) {}

  /** The object's size and version, or empty when there is none. */
  Optional<Info> head(String key) throws IOException;

  /** Every object whose key starts with the prefix, in the byte order of the keys. */
  List<Info> list(String prefix) throws IOException;

  /** Opens the whole object; the caller closes the stream. */
  InputStream open(String key) throws IOException;

  /** The whole object, which has to fit into memory, or empty when there is none. */
  default Optional<byte[]> readIfPresent(String key) throws IOException {
    try (var content = open(key)) {
      return Optional.of(content.readAllBytes());
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads exactly {@code length} bytes from {@code offset}. */
  byte[] read(String key, long offset, int length) throws IOException;

  /**
   * Stores a file under a key, replacing what is there; large files go up in parts that a later
   * call resumes.
   */
  void put(String key, Path file) throws IOException;

  /** Stores bytes under a key, replacing what is there. */
  void put(String key, byte[] content) throws IOException;

  /**
   * Stores bytes if there is no object under the key yet.
   *
   * @return whether these bytes are now the object; false when another writer was first
   */
  boolean putIfAbsent(String key, byte[] content) throws IOException;

  /**
   * Replaces an object if it still has the given version.
   *
   * @return false when it has changed or gone meanwhile
   */
  boolean replace(String key, String version, byte[] content) throws IOException;

  /** Removes an object; no error when there is none. */
  void delete(String key) throws IOException;

  /** Where this store is, as a user would write it ({@code s3://bucket/prefix} or a directory). */
  String location();

  @Override
  void close();
}
