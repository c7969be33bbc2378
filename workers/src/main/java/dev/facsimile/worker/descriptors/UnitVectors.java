package dev.facsimile.worker.descriptors;

import java.util.List;

/** Division of vectors by their norm, and means of such vectors. */
public final class UnitVectors {
  private UnitVectors() {}

  /** Puts a vector, divided by its norm, into an array; the zero vector stays as it is. */
  public static void put(double[] vector, float[] target, int at) {
    double square = 0;
    for (double component : vector) {
      square += component * component;
    }
    double norm = square > 0 ? Math.sqrt(square) : 1;
    for (int k = 0; k < vector.length; k++) {
      target[at + k] = (float) (vector[k] / norm);
    }
  }

  /**
   * The mean of several descriptors of the same pictures, as unit vectors: how the reference joins
   * its scales.
   *
   * @throws IllegalArgumentException when ids or dimensions differ
   */
  public static Descriptors mean(List<Descriptors> scales) {
    var first = scales.get(0);
    int d = first.dimensions();
    for (var scale : scales) {
      if (!scale.ids().equals(first.ids()) || scale.dimensions() != d) {
        throw new IllegalArgumentException("scales of other pictures or of other dimensions");
      }
    }
    var vectors = new float[first.vectors().length];
    var mean = new double[d];
    for (int row = 0; row < first.size(); row++) {
      for (int k = 0; k < d; k++) {
        double sum = 0;
        for (var scale : scales) {
          sum += scale.vectors()[row * d + k];
        }
        mean[k] = sum / scales.size();
      }
      put(mean, vectors, row * d);
    }
    return first.withVectors(vectors, d);
  }
}
