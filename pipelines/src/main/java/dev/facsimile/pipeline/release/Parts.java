package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.release.Release.Part;
import dev.facsimile.pipeline.release.Release.Step;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The parts of a plan that a release consists of. */
final class Parts {
  private static final List<String> JUDGED = List.of("microAp", "recallAtP90", "recallAt");

  private final Plan plan;
  private final Keys keys;
  private final Function<String, Input> inputs;

  Parts(Plan plan, Function<String, Input> inputs) {
    this.plan = plan;
    this.keys = new Keys(plan.namespace());
    this.inputs = inputs;
  }

  /** The figures that gates compare. */
  static ObjectNode judged(JsonNode score) {
    var figures = JsonNodeFactory.instance.objectNode();
    for (var name : JUDGED) {
      if (score.has(name)) {
        figures.set(name, score.get(name));
      }
    }
    return figures;
  }

  /** What stands behind a name. */
  Part part(String name) {
    var input = inputs.apply(name);
    return new Part(
        input.key() == null ? null : keys.relative(input.key()), input.digest(), input.location());
  }

  /** The network that describes queries; null when thumbnails describe them. */
  Part model(String queries) {
    var model = chain(queries).get(0).parameters(ExtractSpec.class).model();
    return model == null ? null : part(model);
  }

  /** How a query's descriptor is made. */
  List<Step> steps(String queries) {
    return chain(queries).stream().map(this::step).toList();
  }

  private List<PlannedStage> chain(String queries) {
    var chain = new ArrayList<PlannedStage>();
    var stage = plan.stage(queries);
    while (stage.parameters() instanceof NormalizeSpec normalize) {
      chain.add(stage);
      stage = plan.stage(normalize.descriptors());
    }
    chain.add(stage);
    Collections.reverse(chain);
    return chain;
  }

  private Step step(PlannedStage stage) {
    var parameters = Binder.tree(stage.parameters());
    stage.type().shape().fields().values().stream()
        .filter(field -> !field.reads().isEmpty())
        .forEach(field -> parameters.remove(field.name()));
    var background =
        stage.parameters() instanceof NormalizeSpec normalize ? part(normalize.background()) : null;
    return new Step(stage.type().key(), stage.version(), parameters, background);
  }
}
