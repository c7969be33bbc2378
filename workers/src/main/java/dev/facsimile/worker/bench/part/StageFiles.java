package dev.facsimile.worker.bench.part;

import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The output of a measured stage: files in a directory. What only pipelines need is dropped. */
final class StageFiles implements StageOutput {
  private static final Checkpoints NO_CHECKPOINTS =
      new Checkpoints() {
        @Override
        public void save(long step, Path directory) {}

        @Override
        public long restoreLatest(Path directory) {
          return -1;
        }
      };

  private final Path directory;
  private final Path scratch;
  private final Progress progress;
  private String device = "java";

  /** An output below a directory, which is made. */
  StageFiles(Path directory, Progress progress) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("objects"));
    this.scratch = Files.createDirectories(directory.resolve("scratch"));
    this.progress = progress;
  }

  @Override
  public Path create(String name) {
    return directory.resolve(name);
  }

  @Override
  public void count(String what, long number) {}

  @Override
  public void attribute(String name, String value) {}

  @Override
  public void device(String kind) {
    device = kind;
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public Checkpoints checkpoints() {
    return NO_CHECKPOINTS;
  }

  @Override
  public Progress progress() {
    return progress;
  }

  /** Where the stage computed. */
  String device() {
    return device;
  }

  /** What the stage wrote, for the next stage. */
  StageArtifact artifact(String stage) throws IOException {
    return StageArtifact.of(stage, directory);
  }
}
