package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.Precision;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.extract.ExtractStage;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.stage.InMemoryOutput.InMemoryCheckpoints;
import dev.facsimile.worker.views.TinyDataset;
import dev.facsimile.worker.weights.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class TrainStageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InMemoryArtifact DATASET = TinyDataset.of(6, 3, 32);

  @TempDir private Path directory;

  @Test
  void trainsANetworkThatExtractUses() throws Exception {
    var output = train(TinyTraining.spec("{}"), inputs());

    var pictures = new TreeMap<String, byte[]>();
    for (int i = 0; i < 3; i++) {
      pictures.put("p" + i, TinyDataset.jpeg(40, i, 0));
    }
    var extracted = output();
    new ExtractStage()
        .run(
            new ExtractSpec(
                "images",
                "model",
                null,
                List.of(32, 48),
                ExtractSpec.Layer.DESCRIPTOR,
                3,
                true,
                Precision.FLOAT32,
                1,
                2,
                10,
                0),
            new InMemoryInputs()
                .withImages("images", new InMemoryImages(pictures))
                .withArtifacts("model", InMemoryArtifact.of("train", output)),
            extracted);
    var descriptors = DescriptorFile.read(extracted.path(DescriptorFile.OBJECT));
    assertThat(descriptors.ids()).containsExactly("p0", "p1", "p2");
    assertThat(descriptors.vector(0)).isNotEqualTo(descriptors.vector(1));
    assertThat(output.objects())
        .containsOnlyKeys("model.json", "weights.safetensors", "training.jsonl");
    assertThat(output.counts())
        .containsEntry("steps", 10L)
        .containsEntry("images", 6L)
        .containsEntry("classes", 6L);
    assertThat(output.deviceKind()).isEqualTo("cpu");
    assertThat(output.progress().figures()).containsKeys("loss");
  }

  @Test
  void logsEveryLossTermAndTheScheduledLearningRate() throws Exception {
    var output = train(TinyTraining.spec("{}"), inputs());

    var lines = lines(output, "training.jsonl");
    assertThat(lines).hasSize(10);
    for (int step = 0; step < 10; step++) {
      var line = lines.get(step);
      assertThat(line.get("step").asInt()).isEqualTo(step + 1);
      assertThat(line.get("epoch").asInt()).isEqualTo(step / 5);
      assertThat(line.get("learningRate").asDouble()).isEqualTo(step < 5 ? 0.0001 : 0.001);
      assertThat(line.get("total").asDouble()).isPositive();
    }
    assertThat(lines.get(0).size()).isEqualTo(4 + 4);
  }

  @Test
  void learns() throws Exception {
    var output =
        train(
            TinyTraining.spec(
                "{\"epochs\": 1, \"iterationsPerEpoch\": 60, \"optimizer\": {\"warmupEpochs\": 0}}"),
            inputs());

    var lines = lines(output, "training.jsonl");
    assertThat(lines.get(59).get("total").asDouble())
        .isLessThan(0.8 * lines.get(0).get("total").asDouble());
  }

  @Test
  void interruptedAnywhereAndStartedAgainItEndsWithTheSameBytes() throws Exception {
    var spec =
        TinyTraining.spec(
            """
            {"checkpointSteps": 3, "batchShards": 3, "calibrationIterations": 2,
             "monitor": {"queries": "q", "references": "r", "truth": "t", "everyEpochs": 1}}
            """);
    var undisturbed = train(spec, monitored());

    var checkpoints = new InMemoryCheckpoints();
    for (int stopAfter : new int[] {2, 4, 5, 8}) {
      var stopped = output(checkpoints);
      stopped
          .progress()
          .onReport(
              report -> {
                if (report.unit().equals("steps") && report.done() == stopAfter) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThatThrownBy(() -> new TrainStage().run(spec, monitored(), stopped))
          .isInstanceOf(InterruptedException.class);
      assertThat(stopped.objects()).isEmpty();
    }
    assertThat(checkpoints.saved().keySet()).containsExactly(6L, 8L);
    var resumed = output(checkpoints);
    new TrainStage().run(spec, monitored(), resumed);

    assertThat(resumed.progress().reports().iterator().next().done()).isEqualTo(9);
    assertThat(resumed.objects().keySet()).isEqualTo(undisturbed.objects().keySet());
    undisturbed
        .objects()
        .forEach((name, bytes) -> assertThat(resumed.object(name)).as(name).isEqualTo(bytes));
    assertThat(lines(resumed, "monitor.jsonl"))
        .extracting(l -> l.get("step").asInt())
        .containsExactly(0, 5, 10);
  }

  @Test
  void checkpointsEveryTenMinutesToo() throws Exception {
    var time = new long[1];
    var output = output();
    new TrainStage(() -> time[0] += 200_000_000_000L)
        .run(TinyTraining.spec("{\"epochs\": 1}"), inputs(), output);

    assertThat(output.checkpoints().saved()).isNotEmpty();
    assertThat(output.checkpoints().saved().lastEntry().getValue())
        .containsKeys("state.json", "tensors-00000.safetensors");
  }

  @Test
  void theMonitorChangesNothingInTheNetwork() throws Exception {
    var monitored =
        train(
            TinyTraining.spec(
                "{\"monitor\": {\"queries\": \"q\", \"references\": \"r\", \"truth\": \"t\", \"everyEpochs\": 2}}"),
            monitored());

    var plain = train(TinyTraining.spec("{}"), inputs());

    assertThat(monitored.object("weights.safetensors"))
        .isEqualTo(plain.object("weights.safetensors"));
    var lines = lines(monitored, "monitor.jsonl");
    assertThat(lines).extracting(line -> line.get("epoch").asInt()).containsExactly(0, 2);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.get("microAp").asDouble()).isBetween(0.05, 1.0));
  }

  @Test
  void noEpochsKeepTheInitialWeights() throws Exception {
    var initial = train(TinyTraining.spec("{\"epochs\": 0}"), inputs());
    var calibrated =
        train(TinyTraining.spec("{\"epochs\": 0, \"calibrationIterations\": 3}"), inputs());

    var before = weights(initial);
    var after = weights(calibrated);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (name, values) -> {
          if (name.contains("running_")) {
            assertThat(after.get(name)).as(name).isNotEqualTo(values);
          } else {
            assertThat(after.get(name)).as(name).isEqualTo(values);
          }
        });
    assertThat(initial.object("training.jsonl")).isEmpty();
  }

  @Test
  void seedsDiffer() throws Exception {
    var one = train(TinyTraining.spec("{\"epochs\": 0, \"seed\": 1}"), inputs());
    var two = train(TinyTraining.spec("{\"epochs\": 0, \"seed\": 2}"), inputs());

    assertThat(two.object("weights.safetensors")).isNotEqualTo(one.object("weights.safetensors"));
  }

  @Test
  void startsFromAModelOrAFileAndDrawsHeadsThatDoNotFit() throws Exception {
    var model = train(TinyTraining.spec("{\"epochs\": 1}"), inputs());
    var file = directory.resolve("pre.safetensors");
    Files.write(file, model.object("weights.safetensors"));
    var noEpochs = TinyTraining.spec("{\"epochs\": 0, \"seed\": 9}");
    var wider =
        TinyTraining.spec("{\"epochs\": 0, \"seed\": 9, \"network\": {\"dimensions\": 20}}");

    var fromModel =
        train(
            noEpochs,
            inputs().withArtifacts("initialWeights", InMemoryArtifact.of("train", model)));
    var fromFile = train(noEpochs, inputs().withFile("initialWeights", file));
    var otherHead = train(wider, inputs().withFile("initialWeights", file));

    assertThat(fromModel.object("weights.safetensors"))
        .isEqualTo(model.object("weights.safetensors"));
    assertThat(fromFile.object("weights.safetensors"))
        .isEqualTo(model.object("weights.safetensors"));
    var given = weights(model);
    weights(otherHead)
        .forEach(
            (name, values) -> {
              if (!name.startsWith("matrix_feat_bn")) {
                assertThat(values).as(name).isEqualTo(given.get(name));
              }
            });
    assertThat(weights(otherHead).get("matrix_feat_bn.0.2.bias")).hasSize(20);
  }

  @Test
  void listsInitialWeightsThatDoNotFit() throws Exception {
    var model = train(TinyTraining.spec("{\"epochs\": 0}"), inputs());
    var deeper = TinyTraining.spec("{\"network\": {\"depths\": [1, 1, 1, 2]}}");
    var wider = TinyTraining.spec("{\"network\": {\"width\": 4, \"depths\": [1, 1, 1, 1]}}");
    var artifact = InMemoryArtifact.of("train", model);

    assertFails(
            deeper, inputs().withArtifacts("initialWeights", artifact), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("does not fit a network of width 8 and depths [1, 1, 1, 2]")
        .hasMessageContaining("missing    base.9.1.conv1.weight [64, 256, 1, 1]");
    assertFails(
            wider, inputs().withArtifacts("initialWeights", artifact), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("misshapen  base.0.weight F32[8, 3, 7, 7] instead of [4, 3, 7, 7]")
        .hasMessageContaining("more");
  }

  @Test
  void refusesAFileThatHoldsNoWeights() throws Exception {
    var file = Files.writeString(directory.resolve("no.safetensors"), "not weights at all");

    assertFails(
            TinyTraining.spec("{}"), inputs().withFile("initialWeights", file), ExitCode.BAD_INPUT)
        .hasMessageContaining("no.safetensors");
  }

  @Test
  void divergenceNamesStepAndTerm() {
    var spec = TinyTraining.spec("{\"optimizer\": {\"learningRate\": 1e30, \"warmupEpochs\": 0}}");

    assertFails(spec, inputs(), ExitCode.DIVERGED)
        .hasMessageContaining("diverged at step ")
        .hasMessageContaining("learningRate");
    assertFails(
            TinyTraining.spec(
                "{\"epochs\": 1, \"iterationsPerEpoch\": 1,"
                    + " \"optimizer\": {\"learningRate\": 1e39, \"warmupEpochs\": 0}}"),
            inputs(),
            ExitCode.DIVERGED)
        .hasMessageContaining("diverged at step 1");
  }

  @Test
  void saysAtTheStartWhatDoesNotFit() {
    assertFails(
            TinyTraining.spec("{\"precision\": \"tf32\"}"), inputs(), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("precision: float32");
    assertFails(TinyTraining.spec("{\"batchShards\": 4}"), inputs(), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("3 x 2 = 6 views cannot be cut into 4 equal parts");
    assertFails(TinyTraining.spec("{\"batchShards\": 6}"), inputs(), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("at least 2");
    assertFails(TinyTraining.spec("{\"viewsPerId\": 4}"), inputs(), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("viewsPerId is 4, but");
    assertFails(TinyTraining.spec("{\"idsPerBatch\": 7}"), inputs(), ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("idsPerBatch is 7, but the dataset has 6 images");
  }

  @Test
  void twoHundredStepsLeaveNothingBehindInNativeMemory() throws Exception {
    var arrays = new HashMap<Long, Integer>();
    var output = output();
    try (var manager = TensorEngine.open(1)) {
      var all = manager.getParentManager();
      output
          .progress()
          .onReport(report -> arrays.put(report.done(), all.getManagedArrays().size()));
      var spec =
          TinyTraining.spec(
              "{\"epochs\": 1, \"iterationsPerEpoch\": 200, \"sizePx\": 16, \"idsPerBatch\": 2, \"checkpointSteps\": 50}");

      new TrainStage().run(spec, inputs(), output);
    }

    assertThat(arrays).hasSize(200);
    assertThat(arrays.get(10L)).isGreaterThan(50);
    assertThat(arrays.get(200L)).isEqualTo(arrays.get(10L));
  }

  private AbstractThrowableAssert<?, ?> assertFails(
      TrainSpec spec, InMemoryInputs inputs, ExitCode exitCode) {
    var failure = catchThrowableOfType(TaskException.class, () -> train(spec, inputs));
    assertThat(failure).isNotNull();
    assertThat(failure.exitCode()).isEqualTo(exitCode);
    return assertThat(failure);
  }

  private InMemoryOutput train(TrainSpec spec, InMemoryInputs inputs)
      throws IOException, InterruptedException {
    var output = output();
    new TrainStage().run(spec, inputs, output);
    return output;
  }

  private InMemoryOutput output() throws IOException {
    return output(new InMemoryCheckpoints());
  }

  private InMemoryOutput output(InMemoryCheckpoints checkpoints) throws IOException {
    return new InMemoryOutput(Files.createTempDirectory(directory, "train"), checkpoints);
  }

  private static InMemoryInputs inputs() {
    return new InMemoryInputs().withArtifacts("dataset", DATASET);
  }

  private static InMemoryInputs monitored() {
    var queries = new TreeMap<String, byte[]>();
    var references = new TreeMap<String, byte[]>();
    var truth = new StringBuilder("query_id,reference_id\n");
    for (int i = 0; i < 4; i++) {
      queries.put("q" + i, TinyDataset.jpeg(36, i, 2));
      references.put("r" + i, TinyDataset.jpeg(36, i, 0));
      truth.append("q%d,%s%n".formatted(i, i == 3 ? "" : "r" + i));
    }
    return inputs()
        .withImages("monitor.queries", new InMemoryImages(queries))
        .withImages("monitor.references", new InMemoryImages(references))
        .withArtifacts(
            "monitor.truth",
            InMemoryArtifact.of(
                "challenge",
                Map.of("ground_truth.csv", truth.toString().getBytes(StandardCharsets.UTF_8))));
  }

  private static List<JsonNode> lines(InMemoryOutput output, String name) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var line : new String(output.object(name), StandardCharsets.UTF_8).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static Map<String, List<Float>> weights(InMemoryOutput output) throws IOException {
    var weights = new TreeMap<String, List<Float>>();
    for (var named : Safetensors.read(output.path("weights.safetensors")).byName().entrySet()) {
      if (!named.getKey().endsWith("num_batches_tracked")) {
        var values = new ArrayList<Float>();
        for (float value : named.getValue().floats()) {
          values.add(value);
        }
        weights.put(named.getKey(), values);
      }
    }
    return weights;
  }
}
