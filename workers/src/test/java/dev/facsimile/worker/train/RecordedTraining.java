package dev.facsimile.worker.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.pipeline.spec.TrainSpec.OptimizerSpec;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.model.RecordedNetwork;
import dev.facsimile.worker.model.WaveRows;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the training folder says, in the project's words. */
final class RecordedTraining {
  /** The project's names of the recorded loss terms. */
  static final Map<String, String> TERMS =
      Map.of(
          "ce_big", "crossEntropyProjection",
          "ce_small", "crossEntropyDescriptor",
          "soft_distillation", "distillation",
          "triplet", "triplet");

  private static final Pattern CLASSIFIER = Pattern.compile("classifier_(\\d+)(_1)?\\.weight");

  final Fixtures fixtures = Fixtures.folder("training");
  final JsonNode expected = fixtures.json("expected.json");
  final Tensors batch = open("batch.safetensors");
  final Tensors classifiers = open("classifiers.safetensors");
  private final Fixtures model = Fixtures.folder("model");

  Tensors open(String file) {
    try {
      return Safetensors.read(fixtures.file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DescriptorNetwork network(NDManager manager) throws IOException {
    var wave = expected.get("waveBlock");
    var spec =
        RecordedNetwork.spec(
            model.json("expected.json"),
            wave.get("fraction").asDouble(),
            wave.get("gain").asDouble());
    var tensors = new LinkedHashMap<>(Safetensors.read(model.file("weights.safetensors")).byName());
    tensors.put("classifier.weight", merged(""));
    tensors.put("classifier_1.weight", merged("_1"));
    var architecture = Architecture.of(spec, loss(), expected.get("classes").asInt());
    return DescriptorNetwork.load(manager, architecture, new Tensors("recorded", tensors));
  }

  /** The reference splits a classifier over devices: part i holds classes i x rows and up. */
  private Tensor merged(String suffix) {
    var rows = new ArrayList<float[]>();
    long width = 0;
    for (int i = 0; classifiers.has("classifier_" + i + suffix + ".weight"); i++) {
      var part = classifiers.get("classifier_" + i + suffix + ".weight");
      width = part.shape()[1];
      rows.add(part.floats());
    }
    int length = rows.stream().mapToInt(part -> part.length).sum();
    var values = new float[length];
    int position = 0;
    for (var part : rows) {
      System.arraycopy(part, 0, values, position, part.length);
      position += part.length;
    }
    return Tensor.of(values, length / width, width);
  }

  /** The values that the reference knows by a name, where a split classifier is a part of ours. */
  float[] values(String name, Function<String, float[]> ours) {
    var part = CLASSIFIER.matcher(name);
    if (!part.matches()) {
      return ours.apply(name);
    }
    var suffix = part.group(2) == null ? "" : part.group(2);
    int length = (int) classifiers.get(name).elements();
    int from = Integer.parseInt(part.group(1)) * length;
    return Arrays.copyOfRange(ours.apply("classifier" + suffix + ".weight"), from, from + length);
  }

  int[] labels() {
    return Arrays.stream(batch.get("labels").longs()).mapToInt(Math::toIntExact).toArray();
  }

  LossSpec loss() {
    var loss = expected.get("loss");
    var weights = loss.get("weights");
    return new LossSpec(
        weights.get("ce_big").asDouble(),
        weights.get("ce_small").asDouble(),
        weights.get("soft_distillation").asDouble(),
        weights.get("triplet").asDouble(),
        0,
        0,
        loss.get("labelSmoothing").asDouble(),
        loss.get("temperature").asDouble(),
        false,
        loss.get("margin").asDouble(),
        1);
  }

  OptimizerSpec optimizer() {
    var adam = expected.get("adam");
    return new OptimizerSpec(
        adam.get("learningRate").asDouble(),
        0.01,
        5,
        10,
        adam.get("beta1").asDouble(),
        adam.get("beta2").asDouble(),
        adam.get("epsilon").asDouble(),
        adam.get("weightDecay").asDouble());
  }

  static WaveRows rows(JsonNode node) {
    return new WaveRows(node.get("afterLayer2").asInt(), node.get("afterLayer3").asInt());
  }

  static List<WaveRows> allRows(JsonNode nodes) {
    var rows = new ArrayList<WaveRows>();
    nodes.forEach(node -> rows.add(rows(node)));
    return rows;
  }

  boolean zeroGradientInTheory(String name) {
    for (var node : expected.get("parametersWithZeroGradientInTheory")) {
      if (node.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
