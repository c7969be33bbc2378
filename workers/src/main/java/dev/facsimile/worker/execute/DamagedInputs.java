package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A second look at what a task reads, after something in it did not have the promised bytes. */
public final class DamagedInputs {
  private DamagedInputs() {}

  /**
   * Reads every byte of every catalog and artifact that the task names.
   *
   * @return key prefixes of those that are missing or damaged, in order
   */
  public static List<String> of(WorkerTask task, TaskRunner runner) throws IOException {
    var damaged = new TreeSet<String>();
    for (var inputs : task.inputs().values()) {
      for (var input : inputs) {
        if (input.kind() != InputKind.FILE && !isWhole(task, input, runner)) {
          damaged.add(input.key());
        }
      }
    }
    return List.copyOf(damaged);
  }

  private static boolean isWhole(WorkerTask task, Input input, TaskRunner runner)
      throws IOException {
    try {
      var artifact = find(task, input, runner);
      return artifact.isPresent() && runner.isWhole(artifact.get());
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.CORRUPT) {
        return false;
      }
      throw e;
    }
  }

  private static Optional<Artifact> find(WorkerTask task, Input input, TaskRunner runner)
      throws IOException {
    var artifacts = runner.artifacts(new Keys(task.namespace()));
    return input.kind() == InputKind.ARTIFACT
        ? Optional.of(artifacts.find(input.key(), input.digest()))
        : artifacts.find(input.key());
  }
}
