package dev.facsimile.worker.report;

import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.MethodSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who read what in a run: follows the names in the stages' parameters back to their origin. */
final class Lineage {
  private final Map<String, FinishedStage> stages = new LinkedHashMap<>();

  /** The stages of a run. */
  Lineage(List<FinishedStage> finished) {
    finished.forEach(stage -> stages.put(stage.name(), stage));
  }

  /** The stage of a name; empty for a source. */
  Optional<FinishedStage> stage(String name) {
    return Optional.ofNullable(name).map(stages::get);
  }

  /** The pictures whose descriptors stand behind a name; empty when they came as a file. */
  Optional<ImageCollection> pictures(String descriptors) throws IOException {
    var extract = extract(descriptors);
    return extract.isEmpty()
        ? Optional.empty()
        : Optional.of(extract.get().inputs().images("images"));
  }

  /** How the queries of a match stage were described, in words. */
  String description(String matches) {
    var match = stage(matches).map(FinishedStage::parameters).orElse(null);
    if (!(match instanceof MatchSpec spec)) {
      return "made outside of this run";
    }
    var extract = extract(spec.queries()).map(stage -> (ExtractSpec) stage.parameters());
    if (extract.isEmpty()) {
      return "descriptors from outside of this run";
    }
    var words = new StringBuilder(origin(extract.get()));
    for (var name = spec.queries();
        stage(name).map(FinishedStage::parameters).orElse(null) instanceof NormalizeSpec normalize;
        name = normalize.descriptors()) {
      words.append(", ").append(method(normalize.method()));
    }
    return words.toString();
  }

  /**
   * Names of all operations that a network of this run was trained on; empty when nothing was
   * trained, or when a recipe is not known.
   */
  Optional<Set<String>> trainedEdits() {
    var edits = new TreeSet<String>();
    boolean trained = false;
    for (var stage : stages.values()) {
      if (stage.parameters() instanceof TrainSpec train && train.epochs() > 0) {
        var recipe = stage(train.dataset()).map(FinishedStage::recipe).orElse(List.of());
        if (recipe.isEmpty()) {
          return Optional.empty();
        }
        trained = true;
        for (var step : recipe) {
          if (step.probability() > 0) {
            edits.addAll(step.operations().keySet());
          }
        }
      }
    }
    return trained ? Optional.of(edits) : Optional.empty();
  }

  /** Whether a training of this run started from weights of unknown history. */
  boolean startsFromForeignWeights() {
    return stages.values().stream()
        .anyMatch(
            stage ->
                stage.parameters() instanceof TrainSpec train
                    && train.initialWeights() != null
                    && !stages.containsKey(train.initialWeights()));
  }

  private Optional<FinishedStage> extract(String descriptors) {
    var stage = stage(descriptors);
    while (stage.isPresent() && stage.get().parameters() instanceof NormalizeSpec normalize) {
      stage = stage(normalize.descriptors());
    }
    return stage.filter(found -> found.parameters() instanceof ExtractSpec);
  }

  private static String origin(ExtractSpec extract) {
    if (extract.thumbnail() != null) {
      int side = extract.thumbnail().sidePx();
      return "grey thumbnail, " + side + " × " + side;
    }
    boolean features = extract.layer() == ExtractSpec.Layer.FEATURES;
    return "network " + extract.model() + (features ? ", pooled features" : "");
  }

  private static String method(MethodSpec method) {
    if (method.stretch() != null) {
      return "stretched";
    }
    if (method.scoreNormalization() != null) {
      return "scores normalized";
    }
    return method.subtract() != null ? "negatives subtracted" : "whitened";
  }
}
