package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, in which it is the time that a test says. */
public final class MemoryStore implements ArtifactStore {
  private record Stored(byte[] content, long version, Instant time) {}

  private final NavigableMap<String, Stored> objects = new TreeMap<>(Keys.BYTE_ORDER);
  private Instant now;
  private long versions;

  public MemoryStore(Instant now) {
    this.now = now;
  }

  /** From now on objects are written at this time. */
  public synchronized void setTime(Instant time) {
    now = time;
  }

  @Override
  public synchronized Optional<Info> head(String key) {
    return Optional.ofNullable(objects.get(Keys.require(key))).map(stored -> info(key, stored));
  }

  @Override
  public synchronized List<Info> list(String prefix) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> info(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public InputStream open(String key) throws IOException {
    return new ByteArrayInputStream(content(key));
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    return Arrays.copyOfRange(content(key), (int) offset, (int) offset + length);
  }

  @Override
  public void put(String key, Path file) throws IOException {
    put(key, Files.readAllBytes(file));
  }

  @Override
  public synchronized void put(String key, byte[] content) {
    objects.put(Keys.require(key), new Stored(content.clone(), ++versions, now));
  }

  @Override
  public synchronized boolean putIfAbsent(String key, byte[] content) {
    if (objects.containsKey(key)) {
      return false;
    }
    put(key, content);
    return true;
  }

  @Override
  public synchronized boolean replace(String key, String version, byte[] content) {
    if (head(key).filter(info -> info.version().equals(version)).isEmpty()) {
      return false;
    }
    put(key, content);
    return true;
  }

  @Override
  public synchronized void delete(String key) {
    objects.remove(Keys.require(key));
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  private synchronized byte[] content(String key) throws StoreException {
    var stored = objects.get(key);
    if (stored == null) {
      throw new StoreException(Reason.NOT_FOUND, key + " is not in memory", null);
    }
    return stored.content().clone();
  }

  private static Info info(String key, Stored stored) {
    return new Info(key, stored.content().length, Long.toString(stored.version()), stored.time());
  }
}
