package dev.facsimile.worker.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.gate.Measure;
import dev.facsimile.pipeline.gate.Scores;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of a run's evaluations, for its gates. */
public final class RecordedScores implements Scores {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, JsonNode> scores = new HashMap<>();
  private final Map<String, List<String>> compared = new HashMap<>();

  private RecordedScores() {}

  /** Reads what the evaluations among the finished stages measured. */
  public static RecordedScores of(List<LocalRun.FinishedTask> finished) throws IOException {
    var result = new RecordedScores();
    for (var task : finished) {
      if (task.stage().parameters() instanceof EvaluateSpec parameters) {
        var name = task.stage().name();
        result.scores.put(name, MAPPER.readTree(task.artifact().read("score.json")));
        result.compared.put(
            name, parameters.compareWith() == null ? List.of() : parameters.compareWith());
      }
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
        ? OptionalDouble.empty()
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
