package dev.facsimile.operator.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A store that begins no operation after a deadline; each has a time limit of its own. What a sweep
 * has not removed by then, the next one does.
 */
record DeadlineStore(ArtifactStore store, Clock clock, Instant deadline) implements ArtifactStore {
  @Override
  public Optional<Info> head(String key) throws IOException {
    return inTime().head(key);
  }

  @Override
  public List<Info> list(String prefix) throws IOException {
    return inTime().list(prefix);
  }

  @Override
  public InputStream open(String key) throws IOException {
    return inTime().open(key);
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    return inTime().read(key, offset, length);
  }

  @Override
  public void put(String key, Path file) throws IOException {
    inTime().put(key, file);
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    inTime().put(key, content);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) throws IOException {
    return inTime().putIfAbsent(key, content);
  }

  @Override
  public boolean replace(String key, String version, byte[] content) throws IOException {
    return inTime().replace(key, version, content);
  }

  @Override
  public void delete(String key) throws IOException {
    inTime().delete(key);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }

  private ArtifactStore inTime() throws StoreException {
    if (clock.instant().isAfter(deadline)) {
      throw new StoreException(
          Reason.UNAVAILABLE, "it was not done by " + deadline + "; the next sweep goes on", null);
    }
    return store;
  }
}
