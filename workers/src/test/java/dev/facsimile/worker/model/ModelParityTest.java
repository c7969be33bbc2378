package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.views.Normalisation;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The folded network against recorded vectors of photographs, at every recorded size. */
@Tag("parity")
@ResourceLock("engine")
class ModelParityTest {
  private static final Map<String, Double> TOLERANCES =
      Map.of(
          "gem", 3e-5,
          "projection", 2e-4,
          "descriptor", 2e-4,
          "unit", 1e-5,
          "mean", 1e-5,
          "final", 1e-5);
  private static final Pattern LEARNED = Pattern.compile("(\\d+)_with_learned_exponent");

  /** Vectors that need another container's weights, which another test reads. */
  private static final Pattern OTHER_WEIGHTS = Pattern.compile("final_from_.*_weights");

  private final Fixtures fixtures = Fixtures.folder("model");
  private final JsonNode expected = fixtures.json("expected.json");
  private final Map<String, float[]> computed = new LinkedHashMap<>();

  @Test
  void describesPhotographsAsTheReferenceDoes() throws Exception {
    var weights = Safetensors.read(fixtures.file("weights.safetensors"));
    var recorded = Safetensors.read(fixtures.file("expected.safetensors"));
    checkStateNames(weights);
    compute(weights, recorded);

    int found = 0;
    int run = 0;
    for (var name : recorded.byName().keySet()) {
      if (OTHER_WEIGHTS.matcher(name).matches()) {
        continue;
      }
      found++;
      assertThat(computed).as("operation for %s", name).containsKey(name);
      Differences.of(computed.get(name), recorded.get(name).floats())
          .assertMax(name, TOLERANCES.get(name.split("_")[0]));
      run++;
    }
    fixtures
        .csv("sources.csv")
        .forEach(row -> assertThat(fixtures.exists(row.get("file"))).isTrue());
    fixtures.file("activations_64.safetensors"); // compared by ActivationsParityTest
    fixtures.report(found, run);
    fixtures.assertEverythingRead("*.pth", "*.pth.tar", "awkward/*", "hostile/*");
  }

  private void checkStateNames(Tensors weights) {
    var described = expected.get("tensors");
    var names = new ArrayList<String>();
    for (var entry : Architecture.of(RecordedNetwork.spec(expected)).entries()) {
      names.add(entry.name());
      var shape = new ArrayList<Long>();
      described.get(entry.name()).get("shape").forEach(length -> shape.add(length.asLong()));
      assertThat(entry.shape())
          .as(entry.name())
          .isEqualTo(shape.stream().mapToLong(l -> l).toArray());
    }
    assertThat(names).hasSize(described.size()).containsAll(weights.byName().keySet());
  }

  private void compute(Tensors weights, Tensors recorded) throws Exception {
    try (var manager = TensorEngine.open(2);
        var network = InferenceNetwork.load(manager, RecordedNetwork.spec(expected), weights)) {
      assertThat(network.learnedGemExponent())
          .isEqualTo((float) expected.get("learnedGemExponentInTheWeights").asDouble());
      double exponent = expected.get("gemExponent").asDouble();
      for (var size : expected.get("sizes")) {
        describe(network, manager, size.asInt(), exponent, size.asText());
      }
      for (var name : recorded.byName().keySet()) {
        var learned = LEARNED.matcher(name.substring(name.indexOf('_') + 1));
        if (learned.matches()) {
          int size = Integer.parseInt(learned.group(1));
          describe(network, manager, size, network.learnedGemExponent(), learned.group());
        }
      }
    }
    ensemble();
  }

  private void describe(
      InferenceNetwork network, NDManager parent, int size, double exponent, String key)
      throws Exception {
    try (var manager = parent.newSubManager();
        var outputs = network.describe(photographs(manager, size), exponent)) {
      computed.put("gem_" + key, outputs.features().toFloatArray());
      computed.put("projection_" + key, outputs.projection().toFloatArray());
      computed.put("descriptor_" + key, outputs.descriptor().toFloatArray());
      computed.put("unit_" + key, outputs.descriptor().normalize(2, 1, 1e-12).toFloatArray());
    }
  }

  private void ensemble() {
    var sizes = expected.get("ensembleSizes");
    int dimensions = expected.get("descriptor").asInt();
    var mean = new float[computed.get("unit_" + sizes.get(0).asText()).length];
    for (var size : sizes) {
      var unit = computed.get("unit_" + size.asText());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += unit[i] / sizes.size();
      }
    }
    computed.put("mean", mean);
    var unit = mean.clone();
    for (int row = 0; row < mean.length; row += dimensions) {
      double squares = 0;
      for (int i = row; i < row + dimensions; i++) {
        squares += (double) mean[i] * mean[i];
      }
      for (int i = row; i < row + dimensions; i++) {
        unit[i] /= (float) Math.sqrt(squares);
      }
    }
    computed.put("final", unit);
  }

  private NDArray photographs(NDManager manager, int size) throws Exception {
    var names = new ArrayList<String>();
    expected.get("inputs").forEach(name -> names.add(name.asText()));
    var values = new float[names.size() * 3 * size * size];
    for (int n = 0; n < names.size(); n++) {
      var decoded = ImageDecoder.decode(fixtures.bytes(names.get(n)));
      var photograph = Resize.resize(decoded, size, size, Filter.BICUBIC);
      Normalisation.planes(photograph, values, n * 3 * size * size);
    }
    return manager.create(values, new Shape(names.size(), 3, size, size));
  }
}
