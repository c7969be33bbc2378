package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.plan.Draft.Reference;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rules about what names stand for. */
final class NameRules {
  private final JsonNode spec;
  private final Draft draft;
  private final Problems problems;
  private final Map<String, List<ArtifactKind>> kinds;

  NameRules(JsonNode spec, Draft draft, Problems problems) {
    this.spec = spec;
    this.draft = draft;
    this.problems = problems;
    this.kinds = draft.kinds();
  }

  void check() {
    checkDuplicates();
    references().forEach(this::checkReference);
    checkSlices();
    Order.cycle(draft.edges())
        .ifPresent(
            cycle ->
                problems.add(
                    pathOf(cycle.get(0)),
                    Rule.CYCLE,
                    "reads itself: " + String.join(" -> ", cycle)));
    checkUnusedSources();
    checkRecipes();
  }

  private List<Reference> references() {
    var all = new ArrayList<Reference>();
    draft.sources().forEach(source -> all.addAll(source.references()));
    draft.stages().forEach(stage -> all.addAll(stage.references()));
    all.addAll(draft.outer());
    return all;
  }

  private String pathOf(String name) {
    for (var stage : draft.stages()) {
      if (stage.name().equals(name)) {
        return stage.path();
      }
    }
    return Paths.member("spec.sources", name);
  }

  private void checkDuplicates() {
    var seen = new HashSet<String>();
    draft.sources().forEach(source -> seen.add(source.name()));
    for (var i = 0; i < draft.stages().size(); i++) {
      var name = draft.stages().get(i).name();
      if (!name.isEmpty() && !seen.add(name)) {
        var isSource = !draft.isStage(name);
        problems.add(
            Paths.member(Paths.item("spec.stages", i, name), "name"),
            Rule.DUPLICATE_NAME,
            "another " + (isSource ? "source" : "stage") + " is named \"" + name + "\"");
      }
    }
  }

  private void checkReference(Reference reference) {
    var found = kinds.get(reference.name());
    var wanted = reference.field().reads();
    if (found == null) {
      problems.add(
          reference.path(),
          Rule.UNKNOWN_NAME,
          "no source or stage named \""
              + reference.name()
              + "\""
              + NearestName.hint(reference.name(), kinds.keySet()));
    } else if (!found.isEmpty() && wanted.stream().noneMatch(found::contains)) {
      var fitting =
          kinds.entrySet().stream()
              .filter(entry -> wanted.stream().anyMatch(entry.getValue()::contains))
              .map(Map.Entry::getKey)
              .toList();
      problems.add(
          reference.path(),
          Rule.WRONG_KIND,
          "\""
              + reference.name()
              + "\" gives "
              + list(found)
              + " where "
              + list(wanted)
              + " is needed"
              + (fitting.isEmpty()
                  ? "; nothing in this file gives that"
                  : "; that is given by " + String.join(", ", fitting)));
    }
  }

  private static String list(List<ArtifactKind> kinds) {
    return kinds.stream().map(NameRules::phrase).collect(Collectors.joining(" or "));
  }

  private static String phrase(ArtifactKind kind) {
    return switch (kind) {
      case IMAGES -> "a collection of images";
      case DATASET -> "a dataset of views";
      case MODEL -> "a model";
      case DESCRIPTORS -> "descriptors";
      case MATCHES -> "matches";
      case TRUTH -> "a ground truth";
      case EVALUATION -> "an evaluation";
      case FILE -> "a file";
    };
  }

  private void checkSlices() {
    for (var source : draft.sources()) {
      for (var reference : source.references()) {
        if (draft.isStage(reference.name())) {
          problems.add(
              reference.path(),
              Rule.WRONG_KIND,
              "a slice is cut from a source, and \"" + reference.name() + "\" is a stage");
        }
      }
    }
  }

  private void checkUnusedSources() {
    var used = references().stream().map(Reference::name).collect(Collectors.toSet());
    for (var source : draft.sources()) {
      if (!used.contains(source.name())) {
        problems.add(source.path(), Rule.UNUSED_SOURCE, "is read by nothing");
      }
    }
  }

  private void checkRecipes() {
    var own = new TreeSet<String>();
    spec.path("recipes").fieldNames().forEachRemaining(own::add);
    var known = new TreeSet<>(own);
    known.addAll(BuiltInRecipes.names());
    var used = new HashSet<String>();
    for (var stage : draft.stages()) {
      stage.parameters().map(tree -> tree.path("recipe").asText("")).ifPresent(used::add);
      stage
          .parameters()
          .map(tree -> tree.path("recipe"))
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .filter(name -> !known.contains(name))
          .ifPresent(
              name ->
                  problems.add(
                      stage.path() + ".recipe",
                      Rule.UNKNOWN_NAME,
                      "no recipe named \""
                          + name
                          + "\"; there are "
                          + String.join(", ", known)
                          + NearestName.hint(name, known)));
    }
    for (var name : own) {
      var path = Paths.member("spec.recipes", name);
      if (BuiltInRecipes.names().contains(name)) {
        problems.add(path, Rule.DUPLICATE_NAME, "is the name of a built-in recipe; choose another");
      } else if (!used.contains(name)) {
        problems.add(path, Rule.UNUSED_RECIPE, "is used by no stage");
      }
    }
  }
}
