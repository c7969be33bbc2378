package dev.facsimile.worker.stage;

import dev.facsimile.pipeline.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A committed artifact, opened for reading; every whole read is verified against the manifest. */
public interface StoredArtifact {
  /** The manifest that commits it. */
  Manifest manifest();

  /** sha256 of the manifest: the artifact's content digest, 64 hex digits. */
  String digest();

  /** The shares of a divided stage, in order; the artifact itself when the stage is not divided. */
  List<StoredArtifact> shares() throws IOException;

  /** Whether there is an object of this name. */
  boolean has(String name);

  /** The bytes of an object. */
  byte[] read(String name) throws IOException;

  /** A part of an object; the caller verifies it (an index beside it carries digests). */
  byte[] read(String name, long offset, int length) throws IOException;

  /** A local copy of an object, kept until the process ends. */
  Path fetch(String name) throws IOException;
}
