package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Layers with batch normalisation by the batch's own statistics (Ioffe and Szegedy, "Batch
 * normalization", ICML 2015, algorithm 1; epsilon 1e-5), which also move the running ones: running
 * = (1 - momentum) x running + momentum x batch, the variance unbiased.
 */
final class NormalisedLayers implements Layers {
  static final float EPSILON = 1e-5f;
  private static final int CHANNEL_AXIS_OF_ENGINE = -1;

  private final Map<String, NDArray> tensors;
  private final float momentum;

  /**
   * Layers over a state.
   *
   * @param momentum weight of this batch in the running statistics; 0 leaves them as they are
   */
  NormalisedLayers(Map<String, NDArray> tensors, double momentum) {
    this.tensors = tensors;
    this.momentum = (float) momentum;
  }

  @Override
  public NDArray convolution(NDArray x, String convolution, String norm, int stride, int padding) {
    var weight = tensors.get(convolution + ".weight");
    try (var y = Layers.convolve(x, weight, null, stride, padding)) {
      return normalise(y, norm);
    }
  }

  @Override
  public NDArray linear(NDArray x, String linear, String norm) {
    try (var y =
        Layers.multiply(x, tensors.get(linear + ".weight"), tensors.get(linear + ".bias"))) {
      return normalise(y, norm);
    }
  }

  @Override
  public NDArray normalise(NDArray x, String norm) {
    if (momentum > 0) {
      tensors.get(norm + ".num_batches_tracked").addi(1);
    }
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            tensors.get(norm + ".running_mean"),
            tensors.get(norm + ".running_var"),
            tensors.get(norm + ".weight"),
            tensors.get(norm + ".bias"),
            CHANNEL_AXIS_OF_ENGINE,
            1 - momentum,
            EPSILON,
            true)
        .singletonOrThrow();
  }
}
