package dev.facsimile.worker.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.worker.model.Gradients;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.random.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Values against the formulas in plain Java, gradients against central differences, in double. */
@ResourceLock("engine")
class LossTermsTest {
  private static final int[] LABELS = {5, 5, 2, 2, 2, 9};
  private static final int N = LABELS.length;
  private static final int D = 4;
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
  void crossEntropySmoothsItsTargets() {
    var logits = random("logits", N * D);
    int[] classes = {0, 1, 2, 3, 0, 1};
    double expected = 0;
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < D; c++) {
        double target = (c == classes[i] ? 0.9 : 0) + 0.1 / D;
        expected -= target * logProbability(logits, i, c, 1) / N;
      }
    }
    var labels = manager.create(new long[] {0, 1, 2, 3, 0, 1}, new Shape(N, 1));
    checkValue(LossTerms.crossEntropy(matrix(logits), labels, 0.1), expected);
    Gradients.check(manager, logits, new Shape(N, D), x -> LossTerms.crossEntropy(x, labels, 0.1));
  }

  @Test
  void distillationReachesTeacherAndStudent() {
    var teacher = random("teacher", N * D);
    var student = random("student", N * D);
    double expected = 0;
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < D; c++) {
        expected -=
            Math.exp(logProbability(teacher, i, c, 2)) * logProbability(student, i, c, 2) / N;
      }
    }
    checkValue(LossTerms.distillation(matrix(teacher), matrix(student), 2), expected);
    var shape = new Shape(N, D);
    Gradients.check(manager, student, shape, x -> LossTerms.distillation(matrix(teacher), x, 2));
    Gradients.check(manager, teacher, shape, x -> LossTerms.distillation(x, matrix(student), 2));
  }

  @Test
  void tripletTakesTheHardestOfTheBatch() {
    var features = random("features", N * D);
    double soft = 0;
    double hinge = 0;
    for (int i = 0; i < N; i++) {
      double positive = 1e-6; // of a picture to itself
      double negative = Double.POSITIVE_INFINITY;
      for (int j = 0; j < N; j++) {
        double squared = 0;
        for (int k = 0; k < D; k++) {
          squared += Math.pow(features[i * D + k] - features[j * D + k], 2);
        }
        if (LABELS[i] == LABELS[j]) {
          positive = Math.max(positive, Math.sqrt(squared));
        } else {
          negative = Math.min(negative, Math.sqrt(squared));
        }
      }
      soft += Math.log1p(Math.exp(positive - negative)) / N;
      hinge += Math.max(0, positive - negative + 0.3) / N;
    }
    checkValue(LossTerms.triplet(matrix(features), pairs(), 0), soft);
    checkValue(LossTerms.triplet(matrix(features), pairs(), 0.3), hinge);
    Gradients.check(manager, features, new Shape(N, D), x -> LossTerms.triplet(x, pairs(), 0));
    Gradients.check(manager, features, new Shape(N, D), x -> LossTerms.triplet(x, pairs(), 0.3));
  }

  @Test
  void infoNceLetsEachPositiveCompeteWithTheNegatives() {
    var unit = unit(random("descriptors", N * D));
    double temperature = 0.2;
    double expected = 0;
    for (int i = 0; i < N - 1; i++) { // the last picture has no other of its id
      double negatives = 0;
      int positives = 0;
      for (int j = 0; j < N; j++) {
        positives += LABELS[i] == LABELS[j] && i != j ? 1 : 0;
        negatives += LABELS[i] == LABELS[j] ? 0 : Math.exp(product(unit, i, j) / temperature);
      }
      for (int j = 0; j < N; j++) {
        if (LABELS[i] == LABELS[j] && i != j) {
          double own = Math.exp(product(unit, i, j) / temperature);
          expected -= Math.log(own / (own + negatives)) / positives / (N - 1);
        }
      }
    }
    checkValue(LossTerms.infoNce(matrix(unit), pairs(), temperature), expected);
    Gradients.check(
        manager, unit, new Shape(N, D), x -> LossTerms.infoNce(x, pairs(), temperature));
  }

  @Test
  void koLeoSpreadsDescriptorsOfDifferentIds() {
    var unit = unit(random("descriptors", N * D));
    double expected = 0;
    for (int i = 0; i < N; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < N; j++) {
        if (LABELS[i] != LABELS[j]) {
          nearest = Math.min(nearest, Math.sqrt(2 - 2 * product(unit, i, j)));
        }
      }
      expected -= Math.log(nearest) / N;
    }
    checkValue(LossTerms.koLeo(matrix(unit), pairs()), expected);
    Gradients.check(manager, unit, new Shape(N, D), x -> LossTerms.koLeo(x, pairs()));
  }

  @Test
  void aBatchOfSingleViewsHasNoPositives() {
    var unit = unit(random("descriptors", N * D));
    var pairs = Pairs.of(manager, DataType.FLOAT64, new int[] {0, 1, 2, 3, 4, 5});
    checkValue(LossTerms.infoNce(matrix(unit), pairs, 0.2), 0);
  }

  private void checkValue(NDArray loss, double expected) {
    assertThat(loss.getDouble()).isCloseTo(expected, within(1e-9));
  }

  private NDArray matrix(double[] values) {
    return manager.create(values.clone(), new Shape(N, D));
  }

  private Pairs pairs() {
    return Pairs.of(manager, DataType.FLOAT64, LABELS);
  }

  private static double[] random(String name, int length) {
    var random = Philox.of(7, name);
    var values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.uniform(-1, 2);
    }
    return values;
  }

  private static double[] unit(double[] values) {
    for (int i = 0; i < N; i++) {
      double norm = Math.sqrt(product(values, i, i));
      for (int k = 0; k < D; k++) {
        values[i * D + k] /= norm;
      }
    }
    return values;
  }

  private static double product(double[] values, int i, int j) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      sum += values[i * D + k] * values[j * D + k];
    }
    return sum;
  }

  private static double logProbability(double[] logits, int row, int c, double temperature) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      sum += Math.exp(logits[row * D + k] / temperature);
    }
    return logits[row * D + c] / temperature - Math.log(sum);
  }
}
