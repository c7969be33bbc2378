package dev.facsimile.worker.bench.part;

import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StoredArtifact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a measured stage.
 *
 * @param collections pictures by role
 * @param stored artifacts by role
 */
record GivenInputs(Map<String, ImageCollection> collections, Map<String, StoredArtifact> stored)
    implements StageInputs {

  /** Pictures alone. */
  static GivenInputs ofImages(ImageCollection images) {
    return new GivenInputs(Map.of("images", images), Map.of());
  }

  @Override
  public boolean has(String role) {
    return collections.containsKey(role) || stored.containsKey(role);
  }

  @Override
  public ImageCollection images(String role) {
    return present(role, collections.get(role));
  }

  @Override
  public StoredArtifact artifact(String role) {
    return present(role, stored.get(role));
  }

  @Override
  public List<StoredArtifact> artifacts(String role) {
    return List.of(artifact(role));
  }

  @Override
  public boolean isFile(String role) {
    return false;
  }

  @Override
  public Path file(String role) {
    return present(role, null);
  }

  @Override
  public String digest(String role) {
    return artifact(role).digest();
  }

  private static <T> T present(String role, T input) {
    if (input == null) {
      throw new IllegalArgumentException("a measured stage reads " + role + ", which is not given");
    }
    return input;
  }
}
