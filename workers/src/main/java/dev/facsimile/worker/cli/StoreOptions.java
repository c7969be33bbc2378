package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where artifacts are. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "LOCATION",
      defaultValue = "facsimile-store",
      description = {
        "Where artifacts are kept: a directory, or s3://bucket/prefix with the usual AWS_* variables"
            + " or profile (default: ${DEFAULT-VALUE})."
      })
  private String location;

  /** Opens the store. */
  ArtifactStore open() throws IOException {
    return open(settings());
  }

  /** Opens the store with settings of its own. */
  ArtifactStore open(StoreSettings settings) throws IOException {
    return Stores.open(location, settings);
  }

  /** How stores and sources are reached: the only place that reads the environment for it. */
  static StoreSettings settings() {
    return StoreSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
  }
}
