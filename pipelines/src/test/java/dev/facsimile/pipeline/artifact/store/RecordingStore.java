package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store that remembers which objects were opened as a whole. */
public final class RecordingStore implements ArtifactStore {
  private final ArtifactStore store;
  private final List<String> opened = new CopyOnWriteArrayList<>();

  public RecordingStore(ArtifactStore store) {
    this.store = store;
  }

  public List<String> opened() {
    return opened;
  }

  public void forget() {
    opened.clear();
  }

  @Override
  public Optional<Info> head(String key) throws IOException {
    return store.head(key);
  }

  @Override
  public List<Info> list(String prefix) throws IOException {
    return store.list(prefix);
  }

  @Override
  public InputStream open(String key) throws IOException {
    opened.add(key);
    return store.open(key);
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    return store.read(key, offset, length);
  }

  @Override
  public void put(String key, Path file) throws IOException {
    store.put(key, file);
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    store.put(key, content);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) throws IOException {
    return store.putIfAbsent(key, content);
  }

  @Override
  public boolean replace(String key, String version, byte[] content) throws IOException {
    return store.replace(key, version, content);
  }

  @Override
  public void delete(String key) throws IOException {
    store.delete(key);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }
}
