package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.facsimile.pipeline.plan.StageInput.Selection;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spec as far as it can be understood while it may still be wrong: what every name stands for,
 * which names are read where, and which parts are sound.
 *
 * @param sources the sources in the file's order
 * @param stages the stages in the file's order
 * @param outer names that gates and promotion read
 */
record Draft(List<SourceDraft> sources, List<StageDraft> stages, List<Reference> outer) {

  /** A source; without a spec when its definition is not sound. */
  record SourceDraft(
      String path, String name, Optional<SourceSpec> spec, List<Reference> references) {}

  /**
   * A stage; {@code parameters} is its complete tree, absent when they are not sound, and {@code
   * path} leads to the parameters where the type is known.
   */
  record StageDraft(
      String path,
      String name,
      Optional<StageType> type,
      Optional<JsonNode> parameters,
      JsonNode pod,
      List<Reference> references) {}

  /** A place that names a source or a stage. */
  record Reference(String path, String role, String name, Field field, Selection selection) {}

  static Draft of(JsonNode spec, Problems problems) {
    var sources = new ArrayList<SourceDraft>();
    for (var entry : spec.path("sources").properties()) {
      sources.add(source(entry.getKey(), entry.getValue(), problems));
    }
    var stages = new ArrayList<StageDraft>();
    for (var stage : spec.path("stages")) {
      var name = stage.path("name").asText("");
      stages.add(stage(Paths.item("spec.stages", stages.size(), name), name, stage, problems));
    }
    var outer = new ArrayList<Reference>();
    var gates = spec.path("gates");
    for (var i = 0; i < gates.size(); i++) {
      collect(
          ShapeReader.of(GateSpec.class), gates.get(i), Paths.item("spec.gates", i, ""), "", outer);
    }
    collect(
        ShapeReader.of(PipelineSpec.PromoteSpec.class),
        spec.path("promote"),
        "spec.promote",
        "",
        outer);
    return new Draft(List.copyOf(sources), List.copyOf(stages), List.copyOf(outer));
  }

  private static SourceDraft source(String name, JsonNode tree, Problems problems) {
    var path = Paths.member("spec.sources", name);
    var shape = ShapeReader.of(SourceSpec.class);
    var references = new ArrayList<Reference>();
    collect(shape, tree, path, "", references);
    var sound = tree.isObject() && !problems.touch(path);
    return new SourceDraft(
        path,
        name,
        sound ? Optional.of(Binder.bind(shape.complete(tree), SourceSpec.class)) : Optional.empty(),
        references);
  }

  private static StageDraft stage(String path, String name, JsonNode stage, Problems problems) {
    var given =
        Arrays.stream(StageType.values()).filter(type -> stage.hasNonNull(type.key())).toList();
    if (given.size() != 1) {
      return new StageDraft(
          path, name, Optional.empty(), Optional.empty(), stage.path("pod"), List.of());
    }
    var type = given.get(0);
    var place = Paths.member(path, type.key());
    var tree = stage.get(type.key());
    var references = new ArrayList<Reference>();
    collect(type.shape(), tree, place, "", references);
    var sound = tree.isObject() && !problems.touch(place);
    var podIsSound = !problems.touch(Paths.member(path, "pod"));
    return new StageDraft(
        place,
        name,
        Optional.of(type),
        sound ? Optional.of(type.shape().complete(tree)) : Optional.empty(),
        podIsSound ? stage.path("pod") : MissingNode.getInstance(),
        references);
  }

  /** Finds the names in a tree of a shape. */
  private static void collect(
      RecordShape shape, JsonNode tree, String path, String role, List<Reference> found) {
    for (var field : shape.fields().values()) {
      var value = tree.path(field.name());
      var place = Paths.member(path, field.name());
      var innerRole = Paths.member(role, field.name());
      if (!field.reads().isEmpty()) {
        var selection =
            field.reads().contains(ArtifactKind.IMAGES) ? Selection.beside(tree) : Selection.ALL;
        if (value.isTextual()) {
          found.add(new Reference(place, innerRole, value.textValue(), field, selection));
        }
        for (var i = 0; i < value.size(); i++) {
          if (value.path(i).isTextual()) {
            found.add(
                new Reference(
                    Paths.item(place, i, ""),
                    innerRole,
                    value.path(i).textValue(),
                    field,
                    selection));
          }
        }
      } else if (field.shape() instanceof RecordShape inner && value.isObject()) {
        collect(inner, value, place, innerRole, found);
      }
    }
  }

  /** What a name can be read as; empty lists for names of which too little is known. */
  Map<String, List<ArtifactKind>> kinds() {
    var kinds = new LinkedHashMap<String, List<ArtifactKind>>();
    for (var source : sources) {
      kinds.put(
          source.name(),
          source.spec().map(spec -> new PlannedSource("", spec).kinds()).orElse(List.of()));
    }
    for (var stage : stages) {
      kinds.putIfAbsent(stage.name(), stage.type().map(StageType::produces).orElse(List.of()));
    }
    return kinds;
  }

  /** Name -> the names that it reads. */
  Map<String, List<String>> edges() {
    var edges = new LinkedHashMap<String, List<String>>();
    sources.forEach(source -> edges.put(source.name(), names(source.references())));
    stages.forEach(stage -> edges.putIfAbsent(stage.name(), names(stage.references())));
    return edges;
  }

  private static List<String> names(List<Reference> references) {
    return references.stream().map(Reference::name).toList();
  }

  /** Whether a name is a stage's. */
  boolean isStage(String name) {
    return sources.stream().noneMatch(source -> source.name().equals(name))
        && stages.stream().anyMatch(stage -> stage.name().equals(name));
  }
}
