package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.plan.Draft.Reference;
import dev.facsimile.pipeline.plan.Draft.StageDraft;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.schema.ListShape;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns a pipeline file into a plan, or into everything that is wrong with it. */
public final class Planner {
  private static final RecordShape SPEC = ShapeReader.of(PipelineSpec.class);

  /** Steps that paste other pictures. */
  private static final Set<String> PASTING = Set.of("overlay", "underlay", "overlayImage");

  private final JsonNode spec;
  private final Problems problems = new Problems();
  private final Draft draft;

  private Planner(JsonNode spec) {
    this.spec = spec;
    SPEC.check(spec, "spec", problems);
    this.draft = Draft.of(spec, problems);
  }

  /**
   * The plan of a pipeline.
   *
   * @throws InvalidPipelineException with every problem, when one of them is an error
   */
  public static Plan plan(PipelineDocument document) {
    return new Planner(document.spec()).run(document);
  }

  /** Everything that is wrong or odd with a pipeline; warnings alone do not prevent a plan. */
  public static List<Problem> problems(PipelineDocument document) {
    try {
      return plan(document).warnings();
    } catch (InvalidPipelineException e) {
      return e.problems();
    }
  }

  private Plan run(PipelineDocument document) {
    new NameRules(spec, draft, problems).check();
    var sources = sources();
    var stages = stages();
    new StageRules(stages, problems).check();
    if (Order.cycle(draft.edges()).isEmpty()) {
      new SpaceRules(sources, stages, problems).check();
    }
    checkSpec(new SpecRules(stages, draft, problems));
    var found = new ArrayList<Problem>(document.problems());
    found.addAll(problems.all());
    var located = found.stream().map(document::locate).toList();
    if (!located.stream().allMatch(Problem::isWarning)) {
      throw new InvalidPipelineException(located);
    }
    var order = Order.sort(draft.edges());
    return new Plan(
        document.name(),
        document.namespace(),
        Binder.bind(SPEC.complete(spec), PipelineSpec.class),
        order.stream().filter(sources::containsKey).map(sources::get).toList(),
        order.stream().filter(stages::containsKey).map(stages::get).toList(),
        located);
  }

  private void checkSpec(SpecRules rules) {
    rules.checkSources();
    sound("spec.schedule", spec.path("schedule"), PipelineSpec.ScheduleSpec.class)
        .ifPresent(rules::checkSchedule);
    var gates = spec.path("gates");
    for (var i = 0; i < gates.size(); i++) {
      var index = i;
      sound(Paths.item("spec.gates", i, ""), gates.path(i), GateSpec.class)
          .ifPresent(gate -> rules.checkGate(index, gate));
    }
    sound("spec.promote", spec.path("promote"), PipelineSpec.PromoteSpec.class)
        .ifPresent(rules::checkPromotion);
  }

  /** The record of a part of the spec, if it is there and nothing is wrong with it so far. */
  private <T extends Record> Optional<T> sound(String path, JsonNode tree, Class<T> type) {
    return tree.isObject() && !problems.touch(path)
        ? Optional.of(Binder.bind(ShapeReader.of(type).complete(tree), type))
        : Optional.empty();
  }

  private Map<String, PlannedSource> sources() {
    var sources = new LinkedHashMap<String, PlannedSource>();
    for (var source : draft.sources()) {
      source
          .spec()
          .ifPresent(found -> sources.put(source.name(), new PlannedSource(source.name(), found)));
    }
    return sources;
  }

  private Map<String, PlannedStage> stages() {
    var defaults = sound("spec.pod", spec.path("pod"), PodSpec.class).orElse(PodSpec.EMPTY);
    var stages = new LinkedHashMap<String, PlannedStage>();
    for (var stage : draft.stages()) {
      if (draft.isStage(stage.name())) {
        stage
            .parameters()
            .ifPresent(tree -> stages.putIfAbsent(stage.name(), stage(stage, tree, defaults)));
      }
    }
    return stages;
  }

  private PlannedStage stage(StageDraft stage, JsonNode tree, PodSpec defaults) {
    var type = stage.type().orElseThrow();
    var recipe = recipe(tree.path("recipe").asText(""));
    var identity = type.shape().reduce(tree);
    strip(type.shape(), identity);
    if (!recipe.isEmpty()) {
      var steps = identity.putArray("recipe");
      recipe.forEach(step -> steps.add(Binder.reduce(step)));
    }
    var pod =
        stage.pod().isObject()
            ? Binder.bind(ShapeReader.of(PodSpec.class).complete(stage.pod()), PodSpec.class)
            : PodSpec.EMPTY;
    return new PlannedStage(
        stage.path(),
        stage.name(),
        type,
        type.version(),
        Binder.bind(tree, type.parameters()),
        identity,
        inputs(stage, type, recipe),
        recipe,
        pod.orElse(defaults));
  }

  private TreeMap<String, StageInput> inputs(
      StageDraft stage, StageType type, List<AugmentationSpec> recipe) {
    var inputs = new TreeMap<String, StageInput>();
    for (var reference : stage.references()) {
      var reading = reading(reference);
      var isList = reference.field().shape() instanceof ListShape;
      var readings = new ArrayList<Reading>();
      Optional.ofNullable(inputs.get(reference.role()))
          .ifPresent(input -> readings.addAll(input.readings()));
      readings.add(reading);
      inputs.put(
          reference.role(),
          new StageInput(
              reference.role(), List.copyOf(readings), isList, reference.field().divides()));
    }
    var pastes =
        recipe.stream()
            .anyMatch(step -> step.operations().keySet().stream().anyMatch(PASTING::contains));
    if (type == StageType.SYNTHESIZE && pastes && inputs.containsKey("images")) {
      inputs.putIfAbsent(
          "overlays.images",
          new StageInput("overlays.images", inputs.get("images").readings(), false, false));
    }
    return inputs;
  }

  private Reading reading(Reference reference) {
    return new Reading(reference.name(), draft.isStage(reference.name()), reference.selection());
  }

  /** The steps of a recipe; none when there is no such recipe or it is not sound. */
  private List<AugmentationSpec> recipe(String name) {
    var path = Paths.member("spec.recipes", name);
    var own = spec.path("recipes").path(name);
    if (own.isArray() && !problems.touch(path)) {
      var shape = ShapeReader.of(AugmentationSpec.class);
      var steps = new ArrayList<AugmentationSpec>();
      own.forEach(step -> steps.add(Binder.bind(shape.complete(step), AugmentationSpec.class)));
      return List.copyOf(steps);
    }
    return BuiltInRecipes.names().contains(name) ? BuiltInRecipes.read(name) : List.of();
  }

  /** Takes names, and the selections that show in their digests, out of parameters. */
  private static void strip(RecordShape shape, ObjectNode tree) {
    for (var field : shape.fields().values()) {
      if (!field.reads().isEmpty()) {
        tree.remove(field.name());
        if (field.reads().contains(ArtifactKind.IMAGES)) {
          tree.remove(List.of("select", "first"));
        }
      } else if (field.shape() instanceof RecordShape inner
          && tree.get(field.name()) instanceof ObjectNode nested) {
        strip(inner, nested);
      }
    }
  }
}
