package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec.BatchNormMode;
import dev.facsimile.worker.weights.NativeTensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A descriptor network that can be trained. Not thread safe; its arrays live until it is closed.
 */
public final class DescriptorNetwork implements AutoCloseable {
  /** Weight of a batch in the running statistics, while training. */
  public static final double MOMENTUM = 0.1;

  private final Architecture architecture;
  private final NDManager manager;
  private final Map<String, NDArray> state = new LinkedHashMap<>();

  private DescriptorNetwork(NDManager parent, Architecture architecture) {
    this.architecture = architecture;
    this.manager = parent.newSubManager();
  }

  /** A network with weights drawn from a seed. */
  public static DescriptorNetwork create(NDManager parent, Architecture architecture, long seed) {
    return create(parent, architecture, seed, new Tensors("no weights", Map.of()));
  }

  /**
   * A network that starts from given weights; what they lack is drawn from a seed. They may hold
   * the backbone alone, or the backbone and any heads, but each of these whole.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) when they hold anything else
   */
  public static DescriptorNetwork create(
      NDManager parent, Architecture architecture, long seed, Tensors given) {
    architecture.checkParts(given);
    var network = new DescriptorNetwork(parent, architecture);
    double gemExponent = architecture.spec().gemExponent();
    for (var entry : architecture.entries()) {
      network.state.put(
          entry.name(),
          given.has(entry.name())
              ? NativeTensors.upload(network.manager, given.get(entry.name()))
              : network.draw(entry, gemExponent, seed));
    }
    return network;
  }

  /**
   * A network with exactly the given tensors.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) when they are another network's
   */
  public static DescriptorNetwork load(
      NDManager parent, Architecture architecture, Tensors tensors) {
    architecture.check(tensors);
    return create(parent, architecture, 0, tensors);
  }

  private NDArray draw(Architecture.Entry entry, double gemExponent, long seed) {
    return entry.kind() == Architecture.Kind.BATCHES_TRACKED
        ? manager.zeros(new Shape(), DataType.INT64)
        : NativeTensors.fill(manager, entry.shape(), InitialWeights.draw(entry, gemExponent, seed));
  }

  /** The names and shapes of the network's tensors. */
  public Architecture architecture() {
    return architecture;
  }

  /** Every tensor by name, live: read them before the next step, and while the network is open. */
  public Map<String, Tensor> state() {
    var tensors = new LinkedHashMap<String, Tensor>();
    state.forEach((name, array) -> tensors.put(name, NativeTensors.view(array)));
    return tensors;
  }

  /** The tensors that a model artifact holds: all but the classifiers; live like the state. */
  public Map<String, Tensor> modelState() {
    var tensors = state();
    tensors.remove(Architecture.PROJECTION_CLASSIFIER);
    tensors.remove(Architecture.DESCRIPTOR_CLASSIFIER);
    return tensors;
  }

  /** The arrays that an optimiser moves, by name, in a fixed order. */
  public Map<String, NDArray> parameters() {
    var parameters = new LinkedHashMap<String, NDArray>();
    for (var entry : architecture.entries()) {
      if (entry.kind().trainable()) {
        parameters.put(entry.name(), state.get(entry.name()));
      }
    }
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * The state for one differentiable pass: parameters as aliases that gather gradients and belong
   * to the step, so that nothing of a step outlives it.
   */
  public Map<String, NDArray> differentiable(NDManager step) {
    var tensors = new LinkedHashMap<>(state);
    parameters()
        .forEach(
            (name, parameter) -> {
              var leaf = parameter.stopGradient();
              leaf.attach(step);
              leaf.setRequiresGradient(true);
              tensors.put(name, leaf);
            });
    return tensors;
  }

  /**
   * Forward pass in training mode: batch statistics and wave blocks of each shard.
   *
   * @param tensors what {@link #differentiable} gave
   * @param images (N, 3, H, W) normalised pictures; N is a multiple of the number of shards
   * @param waves one entry per shard
   * @param mode whether each shard has batch statistics of its own (running ones then come from the
   *     first shard alone) or the whole batch has one set
   * @return the whole batch's outputs, in order, of the images' manager
   */
  public Outputs train(
      Map<String, NDArray> tensors, NDArray images, List<WaveRows> waves, BatchNormMode mode) {
    if (images.getShape().get(0) % waves.size() != 0) {
      throw new IllegalArgumentException(
          "a batch of " + images.getShape().get(0) + " has no " + waves.size() + " equal shards");
    }
    if (mode == BatchNormMode.SYNCHRONISED || waves.size() == 1) {
      return pass(tensors, images, waves, MOMENTUM);
    }
    var features = new NDList();
    var projections = new NDList();
    var descriptors = new NDList();
    try (var shards = images.split(waves.size())) {
      for (int i = 0; i < waves.size(); i++) {
        var outputs = pass(tensors, shards.get(i), List.of(waves.get(i)), i == 0 ? MOMENTUM : 0);
        features.add(outputs.features());
        projections.add(outputs.projection());
        descriptors.add(outputs.descriptor());
      }
    }
    try (features;
        projections;
        descriptors) {
      return new Outputs(
          NDArrays.concat(features), NDArrays.concat(projections), NDArrays.concat(descriptors));
    }
  }

  private Outputs pass(
      Map<String, NDArray> tensors, NDArray images, List<WaveRows> waves, double momentum) {
    var layers = new NormalisedLayers(tensors, momentum);
    try (var x = Forward.backbone(architecture, layers, images, waves)) {
      return Forward.heads(layers, Gem.pool(x, tensors.get(Architecture.GEM_EXPONENT)));
    }
  }

  /**
   * Estimates batch-norm statistics from a batch, without wave blocks and without training.
   *
   * @param images (N, 3, H, W) normalised pictures
   * @param momentum weight of this batch; 1/i for the i-th of several gives their mean
   */
  public void estimateStatistics(NDArray images, double momentum) {
    pass(state, images, List.of(), momentum).close();
  }

  @Override
  public void close() {
    manager.close();
  }
}
