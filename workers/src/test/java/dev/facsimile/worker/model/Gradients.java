package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** The engine's gradients against central differences, in double precision. */
public final class Gradients {
  private Gradients() {}

  /** Fails when a derivative of a scalar function differs. */
  public static void check(
      NDManager manager, double[] at, Shape shape, UnaryOperator<NDArray> function) {
    double[] gradient;
    try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      var x = manager.create(at.clone(), shape);
      x.setRequiresGradient(true);
      collector.backward(function.apply(x));
      gradient = x.getGradient().toDoubleArray();
    }
    double step = 1e-6;
    for (int i = 0; i < at.length; i++) {
      var moved = at.clone();
      moved[i] = at[i] + step;
      double above = function.apply(manager.create(moved.clone(), shape)).getDouble();
      moved[i] = at[i] - step;
      double below = function.apply(manager.create(moved.clone(), shape)).getDouble();
      assertThat(gradient[i])
          .as("derivative %d", i)
          .isCloseTo((above - below) / (2 * step), within(1e-6));
    }
  }
}
