package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.Side;
import dev.facsimile.pipeline.spec.TrainSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules about which descriptors may meet. Spaces are compared before anything exists, by what makes
 * them: two names for equal work give one space. Of files and stored artifacts nothing is known
 * here; the stages compare their recorded spaces.
 */
final class SpaceRules {
  /**
   * What makes descriptors comparable.
   *
   * @param facts what made them, by the name it has in messages
   * @param corrections what was done to both sides
   * @param stretched whether they are made for the query side alone
   * @param dimensions how many numbers a descriptor has; 0 when unknown
   */
  private record Space(
      Map<String, Fact> facts, List<Fact> corrections, boolean stretched, long dimensions) {}

  /** Something that is compared by its identity and shown by its label. */
  private record Fact(String label, String identity) {}

  private final Map<String, PlannedSource> sources;
  private final Map<String, PlannedStage> stages;
  private final Problems problems;
  private final Map<String, Optional<Space>> spaces = new HashMap<>();
  private final Map<Reading, String> symbols = new HashMap<>();

  /** The sources and stages that are sound, by name, without cycles. */
  SpaceRules(
      Map<String, PlannedSource> sources, Map<String, PlannedStage> stages, Problems problems) {
    this.sources = sources;
    this.stages = stages;
    this.problems = problems;
  }

  void check() {
    for (var stage : stages.values()) {
      if (stage.parameters() instanceof NormalizeSpec normalize) {
        checkNormalize(stage.path(), normalize);
      } else if (stage.parameters() instanceof MatchSpec match) {
        checkMatch(stage.path(), match);
      }
    }
  }

  private void checkNormalize(String path, NormalizeSpec normalize) {
    var method = normalize.method();
    var own = space(normalize.descriptors());
    var background = space(normalize.background());
    if (method.stretch() != null && normalize.side() != Side.QUERIES) {
      problems.add(
          path + ".method.stretch", Rule.WRONG_SIDE, "is for queries alone; side is references");
    }
    if (background.isPresent() && background.get().stretched()) {
      problems.add(
          path + ".background", Rule.WRONG_SIDE, "is stretched, which only queries may be");
    }
    if (own.isPresent() && background.isPresent()) {
      compare(
          path + ".background",
          quoted(normalize.descriptors()),
          own.get(),
          quoted(normalize.background()),
          background.get());
    }
    if (method.whiten() != null
        && own.isPresent()
        && own.get().dimensions() > 0
        && method.whiten().dimensions() > own.get().dimensions()) {
      problems.add(
          path + ".method.whiten.dimensions",
          Rule.OUT_OF_RANGE,
          "the descriptors have " + own.get().dimensions() + " dimensions");
    }
  }

  private void checkMatch(String path, MatchSpec match) {
    checkSide(path + ".queries", match.queries(), Side.QUERIES);
    checkSide(path + ".references", match.references(), Side.REFERENCES);
    var queries = space(match.queries());
    var references = space(match.references());
    if (references.isPresent() && references.get().stretched()) {
      problems.add(
          path + ".references", Rule.WRONG_SIDE, "are stretched, which only queries may be");
    }
    if (queries.isPresent() && references.isPresent()) {
      compare(path, "queries", queries.get(), "references", references.get());
    }
    var normalised =
        queries.stream()
            .flatMap(space -> space.corrections().stream())
            .anyMatch(correction -> correction.identity().equals("scoreNormalization"));
    if (normalised && match.metric() != MatchSpec.Metric.INNER_PRODUCT) {
      problems.add(
          path + ".metric",
          Rule.METRIC,
          "scores of score-normalised descriptors are inner products; set metric: innerProduct");
    }
  }

  /** Every correction on the way to a side of a match is made for that side. */
  private void checkSide(String path, String name, Side side) {
    var stage = stages.get(name);
    while (stage != null && stage.parameters() instanceof NormalizeSpec normalize) {
      if (normalize.side() != side) {
        problems.add(
            path,
            Rule.WRONG_SIDE,
            "\"" + stage.name() + "\" is made for the other side; its field side says so");
      }
      stage = stages.get(normalize.descriptors());
    }
  }

  private void compare(String path, String first, Space one, String second, Space other) {
    var differences = new ArrayList<String>();
    one.facts()
        .forEach(
            (name, fact) -> {
              var counterpart = other.facts().get(name);
              if (counterpart == null || !counterpart.identity().equals(fact.identity())) {
                var label = counterpart == null ? "none" : counterpart.label();
                differences.add(name + " " + fact.label() + " against " + label);
              }
            });
    if (!differences.isEmpty() || one.facts().size() != other.facts().size()) {
      problems.add(
          path,
          Rule.MIXED_SPACES,
          first + " and " + second + " cannot be compared: " + String.join("; ", differences));
    } else if (!one.corrections().equals(other.corrections())) {
      problems.add(
          path,
          Rule.WRONG_SIDE,
          "corrections have to be the same on both sides: "
              + first
              + " have "
              + labels(one)
              + ", "
              + second
              + " have "
              + labels(other));
    }
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private static String labels(Space space) {
    var labels = space.corrections().stream().map(Fact::label).toList();
    return labels.isEmpty() ? "none" : String.join(", ", labels);
  }

  private Optional<Space> space(String name) {
    var known = spaces.get(name);
    if (known == null) {
      known = compute(name);
      spaces.put(name, known);
    }
    return known;
  }

  private Optional<Space> compute(String name) {
    var stage = stages.get(name);
    if (stage != null && stage.parameters() instanceof ExtractSpec extract) {
      return isKnown(extract) ? Optional.of(extracted(extract)) : Optional.empty();
    }
    if (stage != null && stage.parameters() instanceof NormalizeSpec normalize) {
      return space(normalize.descriptors()).map(own -> corrected(stage, normalize, own));
    }
    return Optional.empty();
  }

  private boolean isKnown(ExtractSpec extract) {
    return extract.thumbnail() != null
        || stages.containsKey(extract.model())
        || sources.containsKey(extract.model());
  }

  private Space extracted(ExtractSpec extract) {
    var facts = new LinkedHashMap<String, Fact>();
    if (extract.thumbnail() != null) {
      var side = extract.thumbnail().sidePx();
      facts.put("thumbnail", fact(side + " px"));
      return new Space(facts, List.of(), false, (long) side * side);
    }
    facts.put("model", new Fact(extract.model(), symbol(extract.model())));
    facts.put("scalesPx", fact(extract.scalesPx()));
    facts.put("layer", fact(extract.layer()));
    facts.put("gemExponentAtTest", fact(extract.gemExponentAtTest()));
    facts.put("precision", fact(extract.precision()));
    return new Space(facts, List.of(), false, dimensions(extract));
  }

  private long dimensions(ExtractSpec extract) {
    var model = stages.get(extract.model());
    if (model == null || !(model.parameters() instanceof TrainSpec train)) {
      return 0;
    }
    return extract.layer() == ExtractSpec.Layer.DESCRIPTOR
        ? train.network().dimensions()
        : train.network().width() * 32L;
  }

  private Space corrected(PlannedStage stage, NormalizeSpec normalize, Space own) {
    var method = normalize.method();
    if (method.stretch() != null) {
      return new Space(own.facts(), own.corrections(), true, own.dimensions());
    }
    var corrections = new ArrayList<>(own.corrections());
    if (method.scoreNormalization() != null) {
      corrections.add(fact("scoreNormalization"));
      return new Space(own.facts(), corrections, own.stretched(), own.dimensions() + 1);
    }
    var label = method.subtract() != null ? "subtract" : "whiten";
    var identity = CanonicalJson.write(stage.identity().path("method"));
    corrections.add(
        new Fact(
            label + " by \"" + normalize.background() + "\"",
            identity + symbol(normalize.background())));
    var dimensions = method.whiten() != null ? method.whiten().dimensions() : own.dimensions();
    return new Space(own.facts(), corrections, own.stretched(), dimensions);
  }

  private static Fact fact(Object value) {
    return new Fact(value.toString(), value.toString());
  }

  /** Identity of what a name stands for, by its structure. */
  private String symbol(String name) {
    return symbol(new Reading(name, stages.containsKey(name), StageInput.Selection.ALL));
  }

  private String symbol(Reading reading) {
    var known = symbols.get(reading);
    if (known == null) {
      known = CanonicalJson.sha256(identity(reading) + reading.selection());
      symbols.put(reading, known);
    }
    return known;
  }

  private String identity(Reading reading) {
    var stage = stages.get(reading.name());
    var source = sources.get(reading.name());
    if (stage != null) {
      return Fingerprints.of(stage, input -> Optional.of(symbol(input))).orElseThrow();
    }
    if (source != null) {
      var definition = JsonNodeFactory.instance.objectNode();
      definition.set("source", Binder.reduce(source.spec()));
      if (source.spec().slice() != null) {
        definition.put("of", symbol(source.spec().slice().of()));
      }
      return CanonicalJson.sha256(definition);
    }
    return reading.name();
  }
}
