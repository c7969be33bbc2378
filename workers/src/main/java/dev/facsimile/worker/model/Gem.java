package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;

/**
 * Generalised-mean pooling: (mean of max(x, 1e-6)^p over all positions)^(1/p) (Radenovic, Tolias,
 * Chum, "Fine-tuning CNN image retrieval with no human annotation", TPAMI 2019, section 3.2).
 */
final class Gem {
  static final double EPSILON = 1e-6;

  private Gem() {}

  /** (N, C, H, W) to (N, C), with a trainable exponent of shape (1). */
  static NDArray pool(NDArray x, NDArray exponent) {
    try (var flat = positions(x);
        var clamped = Constants.atLeast(flat, EPSILON);
        var power = clamped.pow(exponent);
        var mean = power.mean(new int[] {2});
        var inverse = exponent.getNDArrayInternal().rdiv(1.0)) {
      return mean.pow(inverse);
    }
  }

  /** (N, C, H, W) to (N, C), with a constant exponent. */
  static NDArray pool(NDArray x, double exponent) {
    try (var flat = positions(x);
        var clamped = Constants.atLeast(flat, EPSILON);
        var power = power(clamped, exponent);
        var mean = power.mean(new int[] {2})) {
      return mean.pow(1 / exponent);
    }
  }

  private static NDArray power(NDArray x, double exponent) {
    if (exponent == 3) { // products are several times as fast as powers
      try (var square = x.square()) {
        return square.mul(x);
      }
    }
    return x.pow(exponent);
  }

  private static NDArray positions(NDArray x) {
    var shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
  }
}
