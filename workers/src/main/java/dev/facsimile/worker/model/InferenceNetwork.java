package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.worker.weights.Tensors;
import java.util.List;

/**
 * A descriptor network that only describes: each normalisation is folded into the layer before it.
 * Immutable; its arrays live until it is closed.
 */
public final class InferenceNetwork implements AutoCloseable {
  private final Architecture architecture;
  private final NDManager manager;
  private final FoldedLayers layers;
  private final double learnedGemExponent;

  private InferenceNetwork(NDManager parent, Architecture architecture, Tensors tensors) {
    this.architecture = architecture;
    this.manager = parent.newSubManager();
    this.layers = new FoldedLayers(manager, architecture, tensors);
    this.learnedGemExponent = tensors.get(Architecture.GEM_EXPONENT).floats()[0];
  }

  /**
   * Builds the network from a model's tensors (no classifiers).
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) when they are another network's
   */
  public static InferenceNetwork load(NDManager parent, NetworkSpec spec, Tensors tensors) {
    var architecture = Architecture.of(spec);
    architecture.check(tensors);
    return new InferenceNetwork(parent, architecture, tensors);
  }

  /**
   * Describes a batch.
   *
   * @param images (N, 3, H, W) normalised pictures, at least 16 px on each side
   * @param gemExponent exponent of the pooling
   * @return vectors of the images' manager, to be closed by the caller
   */
  public Outputs describe(NDArray images, double gemExponent) {
    try (var x = Forward.backbone(architecture, layers, images, List.of())) {
      return Forward.heads(layers, Gem.pool(x, gemExponent));
    }
  }

  /** The exponent that training ended with. */
  public double learnedGemExponent() {
    return learnedGemExponent;
  }

  /** The network's tensors before folding. */
  public Architecture architecture() {
    return architecture;
  }

  FoldedLayers layers() {
    return layers;
  }

  @Override
  public void close() {
    manager.close();
  }
}
