package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.weights.NativeTensors;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Finds the first stage whose output differs from the reference's. */
@Tag("parity")
@ResourceLock("engine")
class ActivationsParityTest {
  @Test
  void everyStageGivesTheRecordedActivations() throws IOException {
    var fixtures = Fixtures.folder("model");
    var spec = RecordedNetwork.spec(fixtures.json("expected.json"));
    var weights = Safetensors.read(fixtures.file("weights.safetensors"));
    var recorded = Safetensors.read(fixtures.file("activations_64.safetensors"));
    var compared = new ArrayList<String>();
    try (var manager = TensorEngine.open(2);
        var network = InferenceNetwork.load(manager, spec, weights)) {
      var x = Forward.stem(network.layers(), NativeTensors.upload(manager, recorded.get("input")));
      compare(recorded, "stem", x, compared);
      for (int i = 0; i < network.architecture().stages().size(); i++) {
        x = Forward.stage(network.layers(), network.architecture().stages().get(i), x);
        compare(recorded, "layer" + (i + 1), x, compared);
      }
    }
    assertThat(compared).hasSize(recorded.byName().size() - 1);
  }

  private static void compare(
      Tensors recorded, String name, NDArray found, ArrayList<String> compared) {
    var expected = recorded.get(name);
    assertThat(found.getShape().getShape()).isEqualTo(expected.shape());
    Differences.of(found.toFloatArray(), expected.floats()).assertMax(name, 1e-4);
    compared.add(name);
  }
}
