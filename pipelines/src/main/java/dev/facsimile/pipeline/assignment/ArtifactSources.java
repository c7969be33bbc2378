package dev.facsimile.pipeline.assignment;

import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;

/** Sources that are artifacts of the store itself: nobody has to look at anything outside. */
public final class ArtifactSources {
  private ArtifactSources() {}

  /**
   * The artifact behind such a source, as a task's input.
   *
   * @throws TaskException (66) when the store does not hold it
   */
  public static Input input(Artifacts artifacts, Keys keys, PlannedSource source)
      throws IOException {
    var key = keys.absolute("artifacts/" + source.spec().artifact().key());
    var artifact =
        artifacts
            .find(key)
            .orElseThrow(
                () ->
                    new TaskException(
                        ExitCode.SOURCE_MISSING,
                        "source %s: there is no artifact %s in the store"
                            .formatted(source.name(), key)));
    return new Input(InputKind.ARTIFACT, key, artifact.digest(), null);
  }
}
