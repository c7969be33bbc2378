package dev.facsimile.worker.descriptors;

/** Division of vectors by their norm. */
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
}
