package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * One step of a plan.
 *
 * @param path where it stands in the file, for example {@code spec.stages[2] (background).extract}
 * @param name its name
 * @param type its type
 * @param version version of the type that it is planned with; a run that began with an older
 *     operator keeps the one it began with
 * @param parameters its parameters with defaults, of the type's record class
 * @param identity what of the parameters is fingerprinted: no names, selections and defaults, the
 *     recipe's steps in place of its name
 * @param inputs what it reads, by role; a role that the type adds by itself is there as well (the
 *     images themselves as {@code overlays.images}, when the recipe pastes pictures and no others
 *     are named)
 * @param recipe the steps of its recipe; empty when its type takes none
 * @param pod how its pods are run, the pipeline's settings merged in
 */
public record PlannedStage(
    String path,
    String name,
    StageType type,
    int version,
    Record parameters,
    ObjectNode identity,
    SortedMap<String, StageInput> inputs,
    List<AugmentationSpec> recipe,
    PodSpec pod) {

  /** The parameters as their record. */
  public <T extends Record> T parameters(Class<T> record) {
    return record.cast(parameters);
  }

  /** The same stage, planned with another version of its type. */
  PlannedStage withVersion(int frozen) {
    return new PlannedStage(path, name, type, frozen, parameters, identity, inputs, recipe, pod);
  }

  /** Names of the sources and stages that it reads, in the order of the roles, each once. */
  public Set<String> reads() {
    var names = new LinkedHashSet<String>();
    inputs.values().forEach(input -> input.readings().forEach(read -> names.add(read.name())));
    return names;
  }
}
