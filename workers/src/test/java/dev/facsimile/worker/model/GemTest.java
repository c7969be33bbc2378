package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.worker.random.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class GemTest {
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
  void gemPoolsByTheGeneralisedMean() {
    var x = random("gem", 2 * 3 * 2 * 2);
    for (double exponent : new double[] {1.7, 3}) {
      double mean = 0;
      for (int i = 0; i < 4; i++) {
        mean += Math.pow(Math.max(x[i], 1e-6), exponent) / 4;
      }
      var pooled = Gem.pool(manager.create(x, new Shape(2, 3, 2, 2)), exponent);
      assertThat(pooled.getShape()).isEqualTo(new Shape(2, 3));
      assertThat(pooled.toDoubleArray()[0]).isCloseTo(Math.pow(mean, 1 / exponent), within(1e-12));
    }
  }

  @Test
  void gemHasGradientsOfInputAndExponent() {
    var x = random("gem", 2 * 3 * 2 * 2);
    var weights = manager.create(random("weights", 6), new Shape(2, 3));
    var exponent = manager.create(new double[] {2.3}, new Shape(1));
    Gradients.check(
        manager, x, new Shape(2, 3, 2, 2), map -> Gem.pool(map, exponent).mul(weights).sum());
    var map = manager.create(x, new Shape(2, 3, 2, 2));
    Gradients.check(
        manager, new double[] {2.3}, new Shape(1), p -> Gem.pool(map, p).mul(weights).sum());
  }

  private static double[] random(String name, int length) {
    var random = Philox.of(7, name);
    var values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.uniform(-1, 2);
    }
    return values;
  }
}
