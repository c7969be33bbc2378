package dev.facsimile.worker.model.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Which pairs of a batch show the same id, as masks (N, N) of ones and zeros.
 *
 * @param same pairs of equal labels, each picture with itself included
 * @param different pairs of different labels
 * @param positiveWeights for each anchor (row) with other pictures of its id, their share 1/n in
 *     the row and 1/anchors over the rows, so that the sum of weights is 1; 0 elsewhere
 */
record Pairs(NDArray same, NDArray different, NDArray positiveWeights) {
  static Pairs of(NDManager manager, DataType dtype, int[] labels) {
    int n = labels.length;
    var same = new double[n * n];
    var different = new double[n * n];
    var weights = new double[n * n];
    int anchors = 0;
    for (int i = 0; i < n; i++) {
      int others = -1;
      for (int j = 0; j < n; j++) {
        boolean equal = labels[i] == labels[j];
        same[i * n + j] = equal ? 1 : 0;
        different[i * n + j] = equal ? 0 : 1;
        others += equal ? 1 : 0;
      }
      if (others > 0) {
        anchors++;
        for (int j = 0; j < n; j++) {
          weights[i * n + j] = labels[i] == labels[j] && i != j ? 1.0 / others : 0;
        }
      }
    }
    for (int i = 0; i < n * n && anchors > 0; i++) {
      weights[i] /= anchors;
    }
    return new Pairs(
        mask(manager, dtype, same, n),
        mask(manager, dtype, different, n),
        mask(manager, dtype, weights, n));
  }

  private static NDArray mask(NDManager manager, DataType dtype, double[] values, int n) {
    return manager.create(values, new Shape(n, n)).toType(dtype, false);
  }
}
