package dev.facsimile.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateStageTest {
  private static final String TRUTH = "query_id,reference_id\nq1,r1\nq2,r2\nq3,\nq4,\"r,4\"\n";
  private static final String MATCHES =
      "query_id,reference_id,score\nq1,r1,-0.1\nq4,\"r,4\",-0.2\nq3,r1,-0.3\nq2,r2,-0.4\n";
  private static final String WORSE = "query_id,reference_id,score\nq3,r1,-0.1\nq1,r1,-0.2\n";

  @TempDir Path folder;

  @Test
  void figuresIntervalsEditsAndGainsAreWrittenAndAlwaysTheSame() throws Exception {
    var inputs =
        new InMemoryInputs()
            .withArtifacts("matches", artifact("matches.csv", MATCHES))
            .withArtifacts(
                "truth",
                InMemoryArtifact.of(
                    "challenge",
                    Map.of(
                        "ground_truth.csv", bytes(TRUTH),
                        "edits.csv", bytes("query_id,edit\nq1,blur\nq4,blur\nq2,crop\nq3,crop\n"))))
            .withArtifacts("compareWith", artifact("matches.csv", WORSE));
    var output = new InMemoryOutput(folder.resolve("one"));
    var again = new InMemoryOutput(folder.resolve("two"));

    new EvaluateStage().run(spec(200), inputs, output);
    new EvaluateStage().run(spec(200), inputs, again);

    var score = json(output);
    assertThat(score.get("microAp").asDouble()).isEqualTo((1 + 1 + 0.75) / 3);
    assertThat(score.get("recallAtP90").asDouble()).isEqualTo(2.0 / 3);
    assertThat(score.get("thresholdAtP90").asDouble()).isEqualTo(-0.2);
    assertThat(score.get("recallAt").get("1").asDouble()).isEqualTo(1);
    var interval = score.get("intervals").get("microAp");
    assertThat(interval.get(0).asDouble()).isBetween(0.0, score.get("microAp").asDouble());
    assertThat(interval.get(1).asDouble()).isBetween(score.get("microAp").asDouble(), 1.0);
    assertThat(score.get("edits").toString())
        .isEqualTo(
            "[{\"edit\":\"blur\",\"queries\":2,\"pairs\":2,\"recallAtP90\":1,\"recallAt1\":1},"
                + "{\"edit\":\"crop\",\"queries\":1,\"pairs\":1,\"recallAtP90\":0,\"recallAt1\":1}]");
    var comparison = score.get("comparisons").get(0);
    assertThat(comparison.get("microAp").asDouble()).isEqualTo(0.5 / 3);
    assertThat(comparison.get("microApGain").asDouble()).isEqualTo((1 + 1 + 0.75) / 3 - 0.5 / 3);
    assertThat(comparison.get("intervals").get("microApGain").get(0).asDouble()).isPositive();
    assertThat(new String(output.object("curve.csv"), StandardCharsets.UTF_8))
        .isEqualTo(
            "precision,recall,threshold\n1,0.3333333333333333,-0.1\n1,0.6666666666666666,-0.2\n"
                + "0.6666666666666666,0.6666666666666666,-0.3\n0.75,1,-0.4\n");
    assertThat(new String(output.object("ranks.csv"), StandardCharsets.UTF_8))
        .isEqualTo(
            "query_id,reference_id,rank,score\nq1,r1,1,-0.1\nq2,r2,1,-0.4\nq4,\"r,4\",1,-0.2\n");
    assertThat(output.attributes())
        .containsEntry("matchedQueriesNotInTruth", "0")
        .containsEntry("truthQueriesNotMatched", "0");
    assertThat(again.objects()).usingRecursiveComparison().isEqualTo(output.objects());
  }

  @Test
  @Tag("golden")
  void theScoreHasTheRecordedBytes() throws Exception {
    var output = new InMemoryOutput(folder.resolve("golden"));
    var inputs =
        files(MATCHES, TRUTH)
            .withFile("compareWith", Files.writeString(folder.resolve("worse.csv"), WORSE));

    new EvaluateStage().run(spec(200), inputs, output);

    assertThat(Digests.sha256(output.object("score.json")))
        .isEqualTo("bef8e8642ec9b0dc0d433c50e70aa7ac750d476081df5f6893b935ee02137ba9");
  }

  @Test
  void unknownIdsAreCountedAndRefusedWhenNoneIsKnown() throws Exception {
    var some = new InMemoryOutput(folder.resolve("some"));
    var matches = "q1,r9,0.5\nq9,r1,0.4\n";

    new EvaluateStage().run(spec(0), files(matches, TRUTH), some);

    assertThat(json(some).has("intervals")).isFalse();
    assertThat(json(some).get("microAp").asDouble()).isZero();
    assertThat(json(some).has("recallAtP90")).isFalse();
    assertThat(some.attributes())
        .containsEntry("matchedQueriesNotInTruth", "1")
        .containsEntry("truthQueriesNotMatched", "3")
        .containsEntry("truthReferencesNotMatched", "2");
    assertRefused(files("x1,r1,0.5\n", TRUTH), "no query of the matches (such as \"x1\")");
    assertRefused(files(MATCHES, "q1,\n"), "truth names no pair");
  }

  @Test
  void badLinesAreNamed() {
    assertRefused(files("q1,r1,0.5\nq1,r2,high\n", TRUTH), "matches.csv, line 2, column score");
    assertRefused(files("q1,r1,nan\n", TRUTH), "line 1, column score: NaN");
    assertRefused(files("q1,r1,1d\n", TRUTH), "\"1d\" is not a number");
    assertRefused(files("q1,r1,0.5\n\nq2,r1,1\n", TRUTH), "line 2: the line is empty");
    assertRefused(files("q1,r1\n", TRUTH), "2 columns instead of 3 (query_id,reference_id,score)");
    assertRefused(files("q1,r1,1\nq2,r1,1\nq1,r1,2\n", TRUTH), "line 3: the pair q1,r1");
    assertRefused(files("\"q1,r1,1\n", TRUTH), "a quoted field does not end");
    assertRefused(files("\"q1\"x,r1,1\n", TRUTH), "text after the closing quote");
    assertRefused(files("\uFEFFq1,r1,1\n", TRUTH), "byte order mark");
    assertRefused(files(MATCHES, "q1,r1\n,r2\n"), "truth.csv, line 2, column query_id");
  }

  @Test
  void whatIsNotUtf8IsRefused() throws IOException {
    var file = Files.write(folder.resolve("latin1.csv"), new byte[] {'q', (byte) 0xE9, ',', 'r'});

    assertThatThrownBy(() -> Matches.read(file))
        .hasMessageContaining("latin1.csv, line 1: not UTF-8");
  }

  @Test
  void matchesRoundTripWithOddIds() throws IOException {
    var file = folder.resolve("odd.csv");
    var matches =
        Matches.of(
            List.of("a b/é", "x,\"y\"", "line\nbreak"),
            List.of("r", "r", "r"),
            new double[] {1.0 / 3, -1e-9, Double.NEGATIVE_INFINITY});

    matches.write(file);
    var read = Matches.read(file);

    for (int i = 0; i < 3; i++) {
      assertThat(read.query(i)).isEqualTo(matches.query(i));
      assertThat(read.score(i)).isEqualTo(matches.score(i));
    }
  }

  @Test
  void aLongCurveIsThinnedButKeepsItsEnds() throws Exception {
    var lines = new StringBuilder();
    var truth = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("q").append(i).append(",r,").append(1 - i / 40_000.0).append('\n');
      truth.append("q").append(i).append(i % 3 == 0 ? ",r\n" : ",\n");
    }
    var output = new InMemoryOutput(folder.resolve("long"));

    new EvaluateStage().run(spec(0), files(lines.toString(), truth.toString()), output);

    var curve = new String(output.object("curve.csv"), StandardCharsets.UTF_8).lines().toList();
    assertThat(curve).hasSizeBetween(1000, 3000);
    assertThat(curve.get(1)).startsWith("1,").endsWith(",1");
    assertThat(curve.get(curve.size() - 1)).contains(",1,0.50002");
  }

  private InMemoryInputs files(String matches, String truth) {
    try {
      return new InMemoryInputs()
          .withFile("matches", Files.writeString(folder.resolve("matches.csv"), matches))
          .withFile("truth", Files.writeString(folder.resolve("truth.csv"), truth));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(InMemoryInputs inputs, String message) {
    var output = new InMemoryOutput(folder.resolve("refused"));
    assertThatThrownBy(() -> new EvaluateStage().run(spec(0), inputs, output))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  private static EvaluateSpec spec(int samples) {
    return new EvaluateSpec("m", "t", List.of("o"), List.of(1, 10), samples, 0.95, 1);
  }

  private static JsonNode json(InMemoryOutput output) throws IOException {
    return new ObjectMapper().readTree(output.object("score.json"));
  }

  private static InMemoryArtifact artifact(String name, String text) {
    return InMemoryArtifact.of("match", Map.of(name, bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
