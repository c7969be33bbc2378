package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers in differentiated expressions. The engine's binding keeps a number, or an array made from
 * Java's memory, in a buffer that Java may free as soon as the handle is closed, while the graph
 * still reads it in the backward pass. These constants are copies that the graph itself keeps
 * alive.
 */
public final class Constants {
  private Constants() {}

  /** x times a number. */
  public static NDArray times(NDArray x, double factor) {
    try (var constant = scalar(x, factor)) {
      return x.mul(constant);
    }
  }

  /** The larger of x and a number, element by element. */
  public static NDArray atLeast(NDArray x, double bound) {
    try (var constant = scalar(x, bound)) {
      return x.maximum(constant);
    }
  }

  /** A float32 array. */
  static NDArray array(NDManager manager, float[] values, Shape shape) {
    try (var wrapped = manager.create(values, shape)) {
      return wrapped.duplicate();
    }
  }

  private static NDArray scalar(NDArray like, double value) {
    try (var wrapped = like.getManager().create(value)) {
      return wrapped.duplicate();
    }
  }
}
