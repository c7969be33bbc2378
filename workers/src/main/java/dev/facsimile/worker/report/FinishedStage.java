package dev.facsimile.worker.report;

import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StoredArtifact;
import java.time.Duration;
import java.util.List;

/**
 * A stage of a run whose artifact is there.
 *
 * @param name its name in the pipeline file
 * @param type its type, for example {@code extract}
 * @param parameters its parameters, whose fields name the sources and stages it reads
 * @param inputs what it read, whole
 * @param artifact what it made
 * @param cached whether the artifact was there before the run
 * @param time how long this run worked on it
 * @param key where the artifact lies in the store
 * @param recipe steps of the recipe that it applies; empty when it applies none, or none is known
 */
public record FinishedStage(
    String name,
    String type,
    Record parameters,
    StageInputs inputs,
    StoredArtifact artifact,
    boolean cached,
    Duration time,
    String key,
    List<AugmentationSpec> recipe) {

  /** A stage whose recipe, where it applies one, is a built-in. */
  public FinishedStage(
      String name,
      String type,
      Record parameters,
      StageInputs inputs,
      StoredArtifact artifact,
      boolean cached,
      Duration time,
      String key) {
    this(name, type, parameters, inputs, artifact, cached, time, key, builtIn(parameters));
  }

  private static List<AugmentationSpec> builtIn(Record parameters) {
    return parameters instanceof SynthesizeSpec spec
            && BuiltInRecipes.names().contains(spec.recipe())
        ? BuiltInRecipes.read(spec.recipe())
        : List.of();
  }
}
