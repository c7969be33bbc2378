package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Finished runs of the contest's pipeline: what each would publish under "production". */
final class FinishedRuns {
  static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private FinishedRuns() {}

  static Plan contest(UnaryOperator<String> change) {
    try (var stream = FinishedRuns.class.getResourceAsStream("/pipelines/valid/contest.yaml")) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Planner.plan(PipelineReader.read(change.apply(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Plan contest() {
    return contest(UnaryOperator.identity());
  }

  /** The release of the run with this number, created so many hours after the first. */
  static Release release(int run, String model, double microAp) {
    return Release.of(
        contest(),
        "isc21-g" + run,
        FIRST.plusSeconds(3600L * run),
        name -> input(name, name.equals("model") ? model : name),
        "5bace",
        score(microAp));
  }

  static Input input(String name, String content) {
    return new Input(
        InputKind.ARTIFACT,
        "default/artifacts/" + name + "/1",
        CanonicalJson.sha256(content),
        null);
  }

  static JsonNode score(double microAp) {
    return json(
        """
        {"microAp": %s, "recallAtP90": 0.25, "thresholdAtP90": -0.125, "recallAt": {"1": 0.75},
         "queries": 100, "intervals": {"microAp": [0.1, 0.2]}}
        """
            .formatted(microAp));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
