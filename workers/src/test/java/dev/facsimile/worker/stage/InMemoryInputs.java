package dev.facsimile.worker.stage;

import dev.facsimile.pipeline.artifact.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inputs put together by a test. */
public final class InMemoryInputs implements StageInputs {
  private final Map<String, ImageCollection> images = new TreeMap<>();
  private final Map<String, List<StoredArtifact>> artifacts = new TreeMap<>();
  private final Map<String, Path> files = new TreeMap<>();

  /** Puts pictures behind a role. */
  public InMemoryInputs withImages(String role, ImageCollection collection) {
    images.put(role, collection);
    return this;
  }

  /** Puts artifacts behind a role: one, or as many as its list has. */
  public InMemoryInputs withArtifacts(String role, StoredArtifact... stored) {
    artifacts.put(role, List.of(stored));
    return this;
  }

  /** Puts a file source behind a role. */
  public InMemoryInputs withFile(String role, Path file) {
    files.put(role, file);
    return this;
  }

  @Override
  public boolean has(String role) {
    return images.containsKey(role) || artifacts.containsKey(role) || files.containsKey(role);
  }

  @Override
  public ImageCollection images(String role) {
    return present(images.get(role), role);
  }

  @Override
  public StoredArtifact artifact(String role) {
    return artifacts(role).get(0);
  }

  @Override
  public List<StoredArtifact> artifacts(String role) {
    return present(artifacts.get(role), role);
  }

  @Override
  public boolean isFile(String role) {
    return files.containsKey(role);
  }

  @Override
  public Path file(String role) {
    return present(files.get(role), role);
  }

  @Override
  public String digest(String role) {
    try {
      if (isFile(role)) {
        return Digests.sha256(Files.readAllBytes(file(role)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (artifacts.containsKey(role)) {
      return artifact(role).digest();
    }
    return Digests.sha256(images(role).entries().toString().getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T present(T input, String role) {
    if (input == null) {
      throw new IllegalArgumentException("the test has put nothing behind the role " + role);
    }
    return input;
  }
}
