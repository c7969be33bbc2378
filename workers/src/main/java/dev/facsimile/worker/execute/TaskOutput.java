package dev.facsimile.worker.execute;

import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A share's results on the local disk, until they are committed. */
final class TaskOutput implements StageOutput {
  private final Path files;
  private final Path scratch;
  private final dev.facsimile.pipeline.artifact.Checkpoints saved;
  private final Progress progress;
  private final SortedMap<String, Path> created = new TreeMap<>();
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final SortedMap<String, String> attributes = new TreeMap<>();
  private String device = "java";

  TaskOutput(Path spool, dev.facsimile.pipeline.artifact.Checkpoints saved, Progress progress)
      throws IOException {
    this.files = Files.createDirectories(spool.resolve("files"));
    this.scratch = Files.createDirectories(spool.resolve("scratch"));
    this.saved = saved;
    this.progress = progress;
  }

  @Override
  public synchronized Path create(String name) {
    var path = files.resolve(name);
    if (!path.getParent().equals(files) || created.putIfAbsent(name, path) != null) {
      throw new IllegalArgumentException("not a new plain file name: " + name);
    }
    return path;
  }

  @Override
  public synchronized void count(String what, long number) {
    counts.put(what, number);
  }

  @Override
  public synchronized void attribute(String name, String value) {
    attributes.put(name, value);
  }

  @Override
  public synchronized void device(String kind) {
    device = kind;
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public StageOutput.Checkpoints checkpoints() {
    return new StageOutput.Checkpoints() {
      @Override
      public void save(long step, Path directory) throws IOException {
        saved.save(step, directory);
      }

      @Override
      public long restoreLatest(Path directory) throws IOException {
        return saved.restoreLatest(directory);
      }
    };
  }

  @Override
  public Progress progress() {
    return progress;
  }

  synchronized SortedMap<String, Path> files() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(created));
  }

  synchronized SortedMap<String, Long> counts() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  synchronized SortedMap<String, String> attributes() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  synchronized String device() {
    return device;
  }
}
