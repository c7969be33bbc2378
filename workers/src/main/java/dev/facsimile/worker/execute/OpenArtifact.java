package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A committed artifact of a store, as stages see it. */
public record OpenArtifact(Artifact artifact) implements StoredArtifact {
  @Override
  public Manifest manifest() {
    return artifact.manifest();
  }

  @Override
  public String digest() {
    return artifact.digest();
  }

  @Override
  public List<StoredArtifact> shares() {
    return artifact.shares().stream().<StoredArtifact>map(OpenArtifact::new).toList();
  }

  @Override
  public boolean has(String name) {
    return artifact.has(name);
  }

  @Override
  public byte[] read(String name) throws IOException {
    return artifact.read(name);
  }

  @Override
  public byte[] read(String name, long offset, int length) throws IOException {
    return artifact.read(name, offset, length);
  }

  @Override
  public Path fetch(String name) throws IOException {
    return artifact.fetch(name);
  }
}
