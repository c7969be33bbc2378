package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store whose every answer is a step in the eyes of a watchdog.
 *
 * @param step called after each
 */
public record WatchedStore(ArtifactStore store, Runnable step) implements ArtifactStore {
  @Override
  public Optional<Info> head(String key) throws IOException {
    return answered(store.head(key));
  }

  @Override
  public List<Info> list(String prefix) throws IOException {
    return answered(store.list(prefix));
  }

  @Override
  public InputStream open(String key) throws IOException {
    return answered(store.open(key));
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    return answered(store.read(key, offset, length));
  }

  @Override
  public void put(String key, Path file) throws IOException {
    store.put(key, file);
    step.run();
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    store.put(key, content);
    step.run();
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) throws IOException {
    return answered(store.putIfAbsent(key, content));
  }

  @Override
  public boolean replace(String key, String version, byte[] content) throws IOException {
    return answered(store.replace(key, version, content));
  }

  @Override
  public void delete(String key) throws IOException {
    store.delete(key);
    step.run();
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T answered(T answer) {
    step.run();
    return answer;
  }
}
