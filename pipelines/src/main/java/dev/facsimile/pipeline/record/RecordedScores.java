package dev.facsimile.pipeline.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.gate.Measure;
import dev.facsimile.pipeline.gate.Scores;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The figures of a run's evaluations, for its gates. */
public final class RecordedScores implements Scores {
  /** Name of the object of an evaluation that holds its figures. */
  public static final String FILE_NAME = "score.json";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, JsonNode> scores = new HashMap<>();
  private final Map<String, List<String>> compared = new HashMap<>();
  private final Function<String, Optional<JsonNode>> releases;

  private RecordedScores(Function<String, Optional<JsonNode>> releases) {
    this.releases = releases;
  }

  /**
   * A finished evaluation.
   *
   * @param name name of its stage
   */
  public record Evaluation(String name, EvaluateSpec parameters, Artifact artifact) {}

  /**
   * Reads what evaluations measured.
   *
   * @param releases the evidence of the release under an alias, what {@code score.json} held when
   *     it was published; empty when there is none
   */
  public static RecordedScores of(
      List<Evaluation> evaluations, Function<String, Optional<JsonNode>> releases)
      throws IOException {
    var result = new RecordedScores(releases);
    for (var evaluation : evaluations) {
      var compareWith = evaluation.parameters().compareWith();
      result.scores.put(evaluation.name(), MAPPER.readTree(evaluation.artifact().read(FILE_NAME)));
      result.compared.put(evaluation.name(), compareWith == null ? List.of() : compareWith);
    }
    return result;
  }

  /** One line that a person reads first: the figures of an evaluation. */
  public static String line(String name, JsonNode score) {
    var interval = score.path("intervals").path("microAp");
    var between =
        interval.size() == 2
            ? " (" + rounded(interval.get(0)) + " to " + rounded(interval.get(1)) + ")"
            : "";
    return name
        + ": micro-AP "
        + rounded(score.path("microAp"))
        + between
        + ", recall at 90 % precision "
        + rounded(score.path("recallAtP90"));
  }

  /** What {@code score.json} of an evaluation holds; missing when there is none of this name. */
  public JsonNode score(String name) {
    return scores.getOrDefault(name, MAPPER.missingNode());
  }

  @Override
  public OptionalDouble of(String evaluation, Measure measure) {
    return figure(score(evaluation), measure);
  }

  @Override
  public OptionalDouble ofOther(String evaluation, String other, Measure measure) {
    int position = compared.getOrDefault(evaluation, List.of()).indexOf(other);
    return position < 0
        ? releases.apply(other).map(score -> figure(score, measure)).orElse(OptionalDouble.empty())
        : figure(score(evaluation).path("comparisons").path(position), measure);
  }

  private static OptionalDouble figure(JsonNode score, Measure measure) {
    var node =
        switch (measure) {
          case MICRO_AP -> score.path("microAp");
          case RECALL_AT_P90 -> score.path("recallAtP90");
          case RECALL_AT_1 -> score.path("recallAt").path("1");
        };
    if (node.isNumber()) {
      return OptionalDouble.of(node.doubleValue());
    }
    // 90 % precision was never reached: nothing is recalled there.
    return measure == Measure.RECALL_AT_P90 && score.path("microAp").isNumber()
        ? OptionalDouble.of(0)
        : OptionalDouble.empty();
  }

  private static String rounded(JsonNode figure) {
    return figure.isNumber()
        ? String.format(Locale.ROOT, "%.3f", figure.doubleValue())
        : "not reached";
  }
}
