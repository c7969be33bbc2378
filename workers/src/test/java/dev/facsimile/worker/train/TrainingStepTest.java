package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec.BatchNormMode;
import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.pipeline.spec.TrainSpec.OptimizerSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.model.WaveRows;
import dev.facsimile.worker.model.loss.DescriptorLoss;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class TrainingStepTest {
  private static final NetworkSpec NETWORK =
      new NetworkSpec(4, List.of(1, 1, 1, 1), 12, 16, 6, 3, 0.3, 1.5);
  private static final LossSpec ALL_TERMS =
      new LossSpec(10, 1, 2, 1, 1, 0.5, 0.1, 2, false, 0, 0.05);
  private static final OptimizerSpec ADAM =
      new OptimizerSpec(3.5e-4, 0.01, 5, 10, 0.9, 0.999, 1e-8, 0);
  private static final int[] LABELS = {0, 0, 0, 0, 1, 1, 1, 1};
  private static final int SIDE = 16;

  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TensorEngine.open(1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** A network in training. */
  private record Training(DescriptorNetwork network, AdamOptimizer optimizer, TrainingStep step) {
    static Training of(NDManager manager, LossSpec loss, BatchNormMode mode) {
      var network = DescriptorNetwork.create(manager, Architecture.of(NETWORK, loss, 3), 5);
      var optimizer = new AdamOptimizer(manager, ADAM, network.parameters());
      return new Training(network, optimizer, new TrainingStep(network, optimizer, loss, mode));
    }

    Map<String, Tensor> state() {
      var state = new LinkedHashMap<>(network.state());
      state.putAll(optimizer.state());
      return state;
    }
  }

  @Test
  void losesLessOnABatchThatItSeesAgain() {
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var images = images(0);
    var waves = List.of(new WaveRows(0, 0));
    var first = training.step().run(images, LABELS, waves, 1e-3);
    for (int i = 0; i < 10; i++) {
      training.step().run(images, LABELS, waves, 1e-3);
    }
    var last = training.step().run(images, LABELS, waves, 1e-3);
    assertThat(first.terms().keySet())
        .containsExactly(
            "crossEntropyProjection",
            "crossEntropyDescriptor",
            "distillation",
            "triplet",
            "infoNce",
            "koLeo");
    assertThat(last.total()).isLessThan(first.total() - 1);
  }

  @Test
  void leavesOutTermsOfWeightZero() {
    var loss = new LossSpec(0, 0, 0, 0, 1, 0, 0.1, 2, false, 0, 0.05);
    var training = Training.of(manager, loss, BatchNormMode.PER_SHARD);
    var losses = training.step().run(images(0), LABELS, List.of(new WaveRows(0, 0)), 1e-3);
    assertThat(losses.terms()).containsOnlyKeys("infoNce");
    assertThat(losses.total()).isEqualTo(losses.terms().get("infoNce"));
  }

  @Test
  void nothingOfAStepOutlivesIt() throws ReflectiveOperationException {
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var waves = List.of(new WaveRows(0, 0), new WaveRows(1, 0));
    step(training, 0, waves);
    int before = arraysOfTheEngine();
    for (int i = 1; i < 6; i++) {
      step(training, i, waves);
    }
    assertThat(arraysOfTheEngine()).isEqualTo(before);
  }

  @Test
  void theBackwardPassReadsNoMemoryThatJavaHasFreed() {
    var waves = List.of(new WaveRows(1, 0), new WaveRows(0, 0));
    assertThat(gradient(waves, true)).isEqualTo(gradient(waves, false));
  }

  /**
   * Gradient of the first layer, with Java's freed buffers overwritten before the backward pass.
   */
  private float[] gradient(List<WaveRows> waves, boolean overwrite) {
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var loss = new DescriptorLoss(ALL_TERMS);
    try (var step = manager.newSubManager();
        var images = images(0)) {
      var tensors = training.network().differentiable(step);
      var batch = images.stopGradient();
      batch.attach(step);
      try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        var outputs = training.network().train(tensors, batch, waves, BatchNormMode.PER_SHARD);
        var total = loss.total(loss.terms(outputs, tensors, LABELS));
        var garbage = new ArrayList<ByteBuffer>();
        for (int i = 0; overwrite && i < 20; i++) {
          System.gc();
          for (int size = 4; size <= 256; size += 4) {
            var buffer = ByteBuffer.allocateDirect(size);
            buffer.put(new byte[size]);
            garbage.add(buffer);
          }
        }
        collector.backward(total);
        assertThat(garbage).hasSize(overwrite ? 20 * 64 : 0);
      }
      return tensors.get("base.0.weight").getGradient().toFloatArray();
    }
  }

  @Test
  void continuesFromStoredStateBitForBit() throws IOException {
    // given a training that is stored after two steps
    var waves = List.of(new WaveRows(1, 0), new WaveRows(0, 0));
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    step(training, 0, waves);
    step(training, 1, waves);
    var file = folder.resolve("checkpoint.safetensors");
    Safetensors.write(file, training.state(), Map.of());
    step(training, 2, waves);

    // when another continues from the file
    var stored = Safetensors.read(file);
    var architecture = training.network().architecture();
    var own = new LinkedHashMap<>(stored.byName());
    own.keySet().removeIf(name -> name.startsWith("optimizer."));
    var network = DescriptorNetwork.load(manager, architecture, new Tensors("stored", own));
    var optimizer = new AdamOptimizer(manager, ADAM, network.parameters());
    optimizer.restore(stored);
    var continued =
        new Training(
            network,
            optimizer,
            new TrainingStep(network, optimizer, ALL_TERMS, BatchNormMode.PER_SHARD));
    step(continued, 2, waves);

    // then both end alike
    var expected = folder.resolve("expected.safetensors");
    Safetensors.write(expected, training.state(), Map.of());
    Safetensors.write(file, continued.state(), Map.of());
    assertThat(file).hasSameBinaryContentAs(expected);
  }

  @Test
  void synchronisedShardsShareTheirStatistics() {
    // given shards of one batch with equal wave blocks
    var waves = List.of(new WaveRows(0, 0), new WaveRows(0, 0));
    var whole = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var synchronised = Training.of(manager, ALL_TERMS, BatchNormMode.SYNCHRONISED);
    var apart = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);

    // when
    var one = whole.step().run(images(0), LABELS, waves.subList(0, 1), 1e-3);
    var two = synchronised.step().run(images(0), LABELS, waves, 1e-3);
    var three = apart.step().run(images(0), LABELS, waves, 1e-3);

    // then two synchronised shards are one batch, two shards by themselves are not
    assertThat(two).isEqualTo(one);
    assertThat(three.total()).isNotEqualTo(one.total());
  }

  @Test
  void namesStepAndTermWhenItDiverges() {
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var waves = List.of(new WaveRows(0, 0));
    step(training, 0, waves);
    var before = training.network().parameters().get("base.0.weight").toFloatArray();
    var images = images(1).mul(Float.NaN);
    assertThatThrownBy(() -> training.step().run(images, LABELS, waves, 1e-3))
        .isInstanceOfSatisfying(
            TaskException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DIVERGED))
        .hasMessageContainingAll("step 1", "crossEntropyProjection", "NaN");
    assertThat(training.network().parameters().get("base.0.weight").toFloatArray())
        .isEqualTo(before);
  }

  @Test
  void refusesABatchThatDoesNotDivide() {
    var training = Training.of(manager, ALL_TERMS, BatchNormMode.PER_SHARD);
    var waves = List.of(new WaveRows(0, 0), new WaveRows(0, 0), new WaveRows(0, 0));
    assertThatThrownBy(() -> step(training, 0, waves))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 3 equal shards");
  }

  private void step(Training training, int number, List<WaveRows> waves) {
    try (var images = images(number)) {
      training.step().run(images, LABELS, waves, 1e-3);
    }
  }

  private NDArray images(int number) {
    var random = Philox.of(2, "images", number);
    var values = new float[LABELS.length * 3 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian();
    }
    return manager.create(values, new Shape(LABELS.length, 3, SIDE, SIDE));
  }

  /** Open arrays below the root of all managers, which has no public way to list them. */
  private int arraysOfTheEngine() throws ReflectiveOperationException {
    var root = manager;
    while (root.getParentManager() != null) {
      root = root.getParentManager();
    }
    return count(root);
  }

  private static int count(NDManager manager) throws ReflectiveOperationException {
    int arrays = 0;
    for (var name : List.of("resources", "tempResources")) {
      var field = BaseNDManager.class.getDeclaredField(name);
      field.setAccessible(true);
      for (var resource : ((Map<?, ?>) field.get(manager)).values()) {
        arrays += resource instanceof NDManager child ? count(child) : 1;
      }
    }
    return arrays;
  }
}
