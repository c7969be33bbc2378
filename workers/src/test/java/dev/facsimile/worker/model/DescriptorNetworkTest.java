package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class DescriptorNetworkTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(4, List.of(2, 1, 1, 1), 12, 16, 5, 2.5, 0.3, 1.5);
  private static final int SIDE = 20;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TensorEngine.open(1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theFoldedNetworkComputesWhatPlainLoopsCompute() {
    // given a network whose running statistics are those of a batch
    var network = DescriptorNetwork.create(manager, Architecture.of(SPEC), 3);
    var pictures = random(2 * 3 * SIDE * SIDE);
    var images = manager.create(pictures, new Shape(2, 3, SIDE, SIDE));
    network.estimateStatistics(images, 1);

    // when
    var folded = InferenceNetwork.load(manager, SPEC, new Tensors("it", network.modelState()));
    var outputs = folded.describe(images, SPEC.gemExponent());

    // then
    var scalar = new ScalarNetwork(Architecture.of(SPEC), network.modelState());
    for (int n = 0; n < 2; n++) {
      var picture = new double[3 * SIDE * SIDE];
      for (int i = 0; i < picture.length; i++) {
        picture[i] = pictures[n * picture.length + i];
      }
      var features = scalar.features(picture, SIDE, SPEC.gemExponent());
      var projection = scalar.projection(features);
      compare(outputs.features().get(n).toFloatArray(), features);
      compare(outputs.projection().get(n).toFloatArray(), projection);
      compare(outputs.descriptor().get(n).toFloatArray(), scalar.descriptor(projection));
    }
    assertThat(folded.learnedGemExponent()).isEqualTo(SPEC.gemExponent());
  }

  private static void compare(float[] found, double[] expected) {
    var rounded = new float[expected.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) expected[i];
    }
    Differences.of(found, rounded).assertRelative("vector", 1e-5);
  }

  @Test
  void leavesNothingBehindInTheBatchsMemory() {
    var network = DescriptorNetwork.create(manager, Architecture.of(SPEC), 3);
    var folded = InferenceNetwork.load(manager, SPEC, new Tensors("it", network.modelState()));
    var images = manager.create(random(3 * 3 * SIDE * SIDE), new Shape(3, 3, SIDE, SIDE));
    int before = manager.getManagedArrays().size();
    try (var outputs = folded.describe(images, 3)) {
      assertThat(outputs.descriptor().getShape()).isEqualTo(new Shape(3, SPEC.dimensions()));
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void drawsEachTensorFromItsOwnStream() {
    // given two networks that differ in one size
    var narrow = DescriptorNetwork.create(manager, Architecture.of(SPEC), 3).state();
    var wide = new NetworkSpec(4, List.of(2, 1, 1, 1), 12, 16, 7, 2.5, 0.3, 1.5);
    var other = DescriptorNetwork.create(manager, Architecture.of(wide), 3).state();

    // then all else is equal, and follows the stated distributions
    assertThat(other.get("base.9.0.conv2.weight").floats())
        .isEqualTo(narrow.get("base.9.0.conv2.weight").floats());
    var convolution = narrow.get("base.9.0.conv2.weight").floats();
    assertThat(deviation(convolution)).isBetween(0.95 * 0.0833, 1.05 * 0.0833); // sqrt(2/(9*32))
    var linear = narrow.get("projector_feat_bn.0.0.weight").floats();
    assertThat(deviation(linear)).isBetween(0.95 * 0.0510, 1.05 * 0.0510); // 1/sqrt(3 * 128)
    assertThat(narrow.get("base.1.weight").floats()).containsOnly(1);
    assertThat(narrow.get("base.1.running_var").floats()).containsOnly(1);
    assertThat(narrow.get("base.10.p").floats()).containsExactly(2.5f);
    assertThat(narrow.get("base.1.num_batches_tracked").longs()).containsExactly(0);
  }

  @Test
  void startsFromABackboneAloneAndDrawsTheHeads() {
    var trained = DescriptorNetwork.create(manager, Architecture.of(SPEC), 3).state();
    var backbone = new LinkedHashMap<>(trained);
    backbone.keySet().removeIf(name -> !name.startsWith("base."));

    var network =
        DescriptorNetwork.create(
            manager, Architecture.of(SPEC), 4, new Tensors("backbone", backbone));

    assertThat(network.state().get("base.0.weight").floats())
        .isEqualTo(trained.get("base.0.weight").floats());
    assertThat(network.state().get("matrix_feat_bn.0.2.weight").floats())
        .isNotEqualTo(trained.get("matrix_feat_bn.0.2.weight").floats());
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    var state =
        new LinkedHashMap<>(DescriptorNetwork.create(manager, Architecture.of(SPEC), 3).state());
    state.put("base.0.weight", Tensor.of(new float[8], 8));
    state.remove("base.1.bias");
    state.put("base.77", Tensor.of(new float[1], 1));
    assertThatThrownBy(
            () ->
                DescriptorNetwork.load(manager, Architecture.of(SPEC), new Tensors("w.st", state)))
        .isInstanceOfSatisfying(
            TaskException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageContainingAll("w.st", "base.0.weight", "base.1.bias", "base.77");
  }

  @Test
  void hasClassifiersOnlyForTermsThatUseThem() {
    assertThat(classifiers(1, 0, 0)).containsExactly("classifier.weight");
    assertThat(classifiers(0, 1, 0)).containsExactly("classifier_1.weight");
    assertThat(classifiers(0, 0, 1)).containsExactly("classifier.weight", "classifier_1.weight");
    assertThat(classifiers(0, 0, 0)).isEmpty();
  }

  private static List<String> classifiers(double projection, double descriptor, double soft) {
    var loss = new LossSpec(projection, descriptor, soft, 1, 1, 1, 0.1, 2, false, 0, 0.05);
    return Architecture.of(SPEC, loss, 9).entries().stream()
        .map(Architecture.Entry::name)
        .filter(name -> name.startsWith("classifier"))
        .toList();
  }

  @Test
  void refusesDepthsThatAreNoNetwork() {
    var spec = new NetworkSpec(4, List.of(1, 1, 1), 12, 16, 5, 3, 0.3, 1.5);
    assertThatThrownBy(() -> Architecture.of(spec))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("network.depths [1, 1, 1]");
  }

  @Test
  void waveBlocksKeepABandOfEachShard() {
    var x = manager.ones(new Shape(4, 2, 5, 3));
    var scaled = WaveRows.apply(x, SPEC, 0, 3);
    for (int n = 0; n < 4; n++) {
      for (int row = 0; row < 5; row++) { // 0.3 x 5 rows, half to even, are 2
        int first = n < 2 ? 0 : 3;
        float expected = row >= first && row < first + 2 ? 1 : 1.5f;
        assertThat(scaled.get(n).get(1).get(row).toFloatArray()).containsOnly(expected);
      }
    }
  }

  @Test
  void drawsBandsThatFitTheFeatureMaps() {
    var random = Philox.of(1, "waves");
    for (int side = 16; side <= 100; side += 7) {
      int height2 = (side + 7) / 8;
      int height3 = (side + 15) / 16;
      for (int i = 0; i < 20; i++) {
        var rows = WaveRows.draw(random, SPEC, side);
        assertThat(rows.afterLayer2()).isBetween(0, height2 - WaveRows.band(height2, SPEC));
        assertThat(rows.afterLayer3()).isBetween(0, height3 - WaveRows.band(height3, SPEC));
      }
    }
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static float[] random(int length) {
    var random = Philox.of(11, "pictures");
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.gaussian();
    }
    return values;
  }
}
