package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The network's layers with weights, by the names of their tensors: batch-normalised ones in
 * training, folded ones in inference. Arguments stay open; results belong to their manager.
 */
interface Layers {
  /** (N, C, H, W) to (N, D, H', W'): a convolution and the normalisation behind it. */
  NDArray convolution(NDArray x, String convolution, String norm, int stride, int padding);

  /** (N, C) to (N, D): a linear layer and the normalisation behind it. */
  NDArray linear(NDArray x, String linear, String norm);

  /** (N, C): a normalisation without a layer before it. */
  NDArray normalise(NDArray x, String norm);

  /** The operation that both kinds share. */
  static NDArray convolve(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
    return x.getNDArrayInternal()
        .convolution(
            x,
            weight,
            bias,
            new Shape(stride, stride),
            new Shape(padding, padding),
            new Shape(1, 1),
            1)
        .singletonOrThrow();
  }

  /** x times the transpose of {@code weight} (D, C), plus {@code bias} (D) unless null. */
  static NDArray multiply(NDArray x, NDArray weight, NDArray bias) {
    return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
  }
}
