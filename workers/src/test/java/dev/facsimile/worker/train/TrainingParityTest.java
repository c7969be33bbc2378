package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.TrainSpec.BatchNormMode;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.model.Differences;
import dev.facsimile.worker.model.Outputs;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.model.WaveRows;
import dev.facsimile.worker.model.loss.DescriptorLoss;
import dev.facsimile.worker.weights.NativeTensors;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Losses, gradients and updates against recorded ones; tolerances as the folder's README states.
 */
@Tag("parity")
@ResourceLock("engine")
class TrainingParityTest {
  private final RecordedTraining recorded = new RecordedTraining();
  private int found;
  private int run;

  @Test
  void trainsAsTheReferenceDoes() throws IOException {
    try (var manager = TensorEngine.open(2)) {
      firstStep(manager);
      threeSteps(manager);
      fourShards(manager);
    }
    learningRates();
    recorded.fixtures.report(found, run);
    recorded.fixtures.assertEverythingRead();
  }

  /** A differentiated pass. */
  private record Pass(Outputs outputs, Map<String, NDArray> tensors, Map<String, Double> losses) {
    float[] gradient(String name) {
      return tensors.get(name).getGradient().toFloatArray();
    }
  }

  private Pass differentiate(NDManager step, DescriptorNetwork network, List<WaveRows> waves) {
    var loss = new DescriptorLoss(recorded.loss());
    var tensors = network.differentiable(step);
    var images = NativeTensors.upload(step, recorded.batch.get("input"));
    try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      var outputs = network.train(tensors, images, waves, BatchNormMode.PER_SHARD);
      var terms = loss.terms(outputs, tensors, recorded.labels());
      var values = new LinkedHashMap<String, Double>();
      terms.forEach((name, value) -> values.put(name, DescriptorLoss.value(value)));
      values.put("total", DescriptorLoss.value(loss.total(terms)));
      collector.backward(loss.total(terms));
      return new Pass(outputs, tensors, values);
    }
  }

  private void firstStep(NDManager manager) throws IOException {
    try (var step = manager.newSubManager();
        var network = recorded.network(step)) {
      var rows = recorded.expected.get("waveBlock").get("firstRowPerStep").get(0);
      var pass = differentiate(step, network, List.of(RecordedTraining.rows(rows)));
      checkLosses(pass.losses(), recorded.expected.get("lossesPerStep").get(0), 1e-5, 1e-5);
      checkLosses(pass.losses(), recorded.expected.get("lossesPerStepDouble").get(0), 1e-5, 1e-5);
      checkLosses(pass.losses(), recorded.expected.get("lossesStep1InNumpy"), 1e-5, 1e-5);
      checkForward(pass);
      checkHardest(pass.outputs().features());
      checkGradients(pass);
      checkNorms(pass);
    }
  }

  private void checkForward(Pass pass) {
    var forward = recorded.open("forward_step1.safetensors");
    var outputs = pass.outputs();
    var computed =
        Map.of(
            "features", outputs.features(),
            "logits_big", product(outputs.projection(), pass.tensors().get("classifier.weight")),
            "logits_small",
                product(outputs.descriptor(), pass.tensors().get("classifier_1.weight")));
    forward
        .byName()
        .forEach(
            (name, tensor) -> {
              found++;
              Differences.of(computed.get(name).toFloatArray(), tensor.floats())
                  .assertRelative(name, 1e-4);
              run++;
            });
  }

  private static NDArray product(NDArray vectors, NDArray classifier) {
    return vectors.stopGradient().matMul(classifier.stopGradient().transpose());
  }

  private void checkHardest(NDArray features) {
    var hardest = recorded.expected.get("hardest");
    int n = (int) features.getShape().get(0);
    int width = (int) features.getShape().get(1);
    var values = features.toFloatArray();
    var labels = recorded.labels();
    for (int i = 0; i < n; i++) {
      double positive = 0;
      double negative = Double.POSITIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        double squared = 0;
        for (int k = 0; k < width; k++) {
          double difference = values[i * width + k] - values[j * width + k];
          squared += difference * difference;
        }
        if (labels[i] == labels[j]) {
          positive = Math.max(positive, Math.sqrt(squared));
        } else {
          negative = Math.min(negative, Math.sqrt(squared));
        }
      }
      found++;
      assertThat(positive)
          .isCloseTo(hardest.get("positiveDistance").get(i).asDouble(), within(1e-3));
      assertThat(negative)
          .isCloseTo(hardest.get("negativeDistance").get(i).asDouble(), within(1e-3));
      run++;
    }
  }

  private void checkGradients(Pass pass) {
    recorded
        .open("gradients.safetensors")
        .byName()
        .forEach(
            (key, tensor) -> {
              found++;
              var name = key.substring(key.indexOf('.') + 1);
              Differences.of(recorded.values(name, pass::gradient), tensor.floats())
                  .assertRelative("gradient of " + key, gradientTolerance(name));
              run++;
            });
  }

  private static double gradientTolerance(String name) {
    return name.startsWith("base.") && !name.equals("base.10.p") ? 1e-2 : 1e-4;
  }

  private void checkNorms(Pass pass) {
    recorded
        .expected
        .get("gradientNormsStep1")
        .fields()
        .forEachRemaining(
            norm -> {
              found++;
              if (!recorded.zeroGradientInTheory(norm.getKey())) {
                double expected = norm.getValue().get("l2").asDouble();
                double squares = 0;
                for (float value : recorded.values(norm.getKey(), pass::gradient)) {
                  squares += (double) value * value;
                }
                assertThat(Math.sqrt(squares))
                    .as("norm of the gradient of %s", norm.getKey())
                    .isCloseTo(expected, within(2e-3 * expected));
              }
              run++;
            });
  }

  private void threeSteps(NDManager manager) throws IOException {
    var expected = recorded.expected;
    var single = recorded.open("after_steps.safetensors");
    var exact = recorded.open("after_steps_float64.safetensors");
    var rows = RecordedTraining.allRows(expected.get("waveBlock").get("firstRowPerStep"));
    try (var network = recorded.network(manager);
        var optimizer = new AdamOptimizer(manager, recorded.optimizer(), network.parameters());
        var images = NativeTensors.upload(manager, recorded.batch.get("input"))) {
      var step = new TrainingStep(network, optimizer, recorded.loss(), BatchNormMode.PER_SHARD);
      for (int i = 0; i < expected.get("steps").asInt(); i++) {
        var losses =
            step.run(
                images,
                recorded.labels(),
                List.of(rows.get(i)),
                recorded.optimizer().learningRate());
        var values = new LinkedHashMap<>(losses.terms());
        values.put("total", losses.total());
        double triplet = i == 0 ? 1e-5 : i == 1 ? 3e-3 : 1e-2;
        double others = i == 0 ? 1e-5 : 1e-3;
        checkLosses(values, expected.get("lossesPerStep").get(i), others, triplet);
        checkLosses(values, expected.get("lossesPerStepDouble").get(i), others, triplet);
        checkState(network, i + 1, single);
        checkState(network, i + 1, exact);
      }
    }
  }

  private void checkState(DescriptorNetwork network, int step, Tensors expected) {
    var state = network.state();
    expected
        .byName()
        .forEach(
            (key, tensor) -> {
              if (!key.startsWith("step" + step + ".")) {
                return;
              }
              found++;
              var name = key.substring(key.indexOf('.') + 1);
              if (name.endsWith("num_batches_tracked")) {
                assertThat(state.get(name).longs()).as(key).isEqualTo(tensor.longs());
              } else {
                var ours = recorded.values(name, n -> state.get(n).floats());
                var difference = Differences.of(ours, tensor.floats());
                if (name.contains("running_")) {
                  difference.assertMax(key, step == 1 ? 1e-5 : 3e-2);
                } else if (!recorded.zeroGradientInTheory(name)) {
                  difference.assertMean(key, step == 1 ? 1e-6 : 2e-4);
                  difference.assertMax(key, step == 1 ? 7e-4 : Double.MAX_VALUE);
                }
              }
              run++;
            });
  }

  private void fourShards(NDManager manager) throws IOException {
    var expected = recorded.expected.get("fourShards");
    var rows = RecordedTraining.allRows(expected.get("firstRowPerShard"));
    assertThat(rows).hasSize(expected.get("shards").asInt());
    try (var step = manager.newSubManager();
        var network = recorded.network(step)) {
      var pass = differentiate(step, network, rows);
      checkLosses(pass.losses(), expected.get("losses"), 1e-5, 1e-5);
      checkLosses(pass.losses(), expected.get("lossesDouble"), 1e-5, 1e-5);
      var state = network.state();
      recorded
          .open("four_shards_step1.safetensors")
          .byName()
          .forEach(
              (key, tensor) -> {
                found++;
                if (key.equals("features")) {
                  var ours = pass.outputs().features().toFloatArray();
                  Differences.of(ours, tensor.floats()).assertRelative(key, 1e-4);
                } else if (key.startsWith("gradient.")) {
                  var name = key.substring("gradient.".length());
                  Differences.of(recorded.values(name, pass::gradient), tensor.floats())
                      .assertRelative(key, gradientTolerance(name));
                } else if (key.endsWith("num_batches_tracked")) {
                  assertThat(state.get(key).longs()).isEqualTo(tensor.longs());
                } else {
                  Differences.of(state.get(key).floats(), tensor.floats()).assertMax(key, 1e-5);
                }
                run++;
              });
    }
  }

  private void checkLosses(
      Map<String, Double> losses, JsonNode expected, double tolerance, double tripletTolerance) {
    expected
        .fields()
        .forEachRemaining(
            field -> {
              found++;
              var name = RecordedTraining.TERMS.getOrDefault(field.getKey(), field.getKey());
              double value = field.getValue().asDouble();
              double relative = name.equals("triplet") ? tripletTolerance : tolerance;
              assertThat(losses.get(name))
                  .as("loss %s", name)
                  .isCloseTo(value, within(relative * Math.abs(value)));
              run++;
            });
  }

  private void learningRates() {
    var rows = recorded.fixtures.csv("learning_rate.csv");
    var schedule = new LearningRateSchedule(recorded.optimizer(), rows.size());
    for (var row : rows) {
      found++;
      int epoch = Integer.parseInt(row.get("epoch"));
      assertThat(schedule.factor(epoch))
          .isCloseTo(Double.parseDouble(row.get("factor")), within(1e-15));
      assertThat(schedule.learningRate(epoch))
          .isCloseTo(Double.parseDouble(row.get("learning_rate")), within(1e-15));
      run++;
    }
  }
}
