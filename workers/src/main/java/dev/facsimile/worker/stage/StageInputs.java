package dev.facsimile.worker.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a share of a stage may read, by role: the path of the field inside the stage's parameters,
 * such as {@code overlays.images}.
 */
public interface StageInputs {
  /** Whether the optional input is given. */
  boolean has(String role);

  /**
   * The pictures behind a role; for the input along which the stage is divided, this share's alone.
   */
  ImageCollection images(String role) throws IOException;

  /** The artifact behind a role. */
  StoredArtifact artifact(String role) throws IOException;

  /** The artifacts behind a role that takes a list, in the file's order. */
  List<StoredArtifact> artifacts(String role) throws IOException;

  /** Whether a {@code file} source, rather than a stage, stands behind the role. */
  boolean isFile(String role);

  /** A verified local copy of a {@code file} source. */
  Path file(String role) throws IOException;

  /**
   * A local copy of what a role names as a {@code file} source or as a stage, whose artifact has it
   * as an object.
   */
  default Path file(String role, String object) throws IOException {
    return isFile(role) ? file(role) : artifact(role).fetch(object);
  }

  /** Content digest of what stands behind a role, 64 hex digits. */
  String digest(String role);
}
