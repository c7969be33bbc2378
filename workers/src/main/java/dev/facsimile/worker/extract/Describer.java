package dev.facsimile.worker.extract;

import dev.facsimile.worker.image.Pixels;
import java.util.List;

/** Turns decoded pictures into vectors, in two steps so that the first can run ahead in threads. */
interface Describer extends AutoCloseable {
  /** Components of a vector. */
  int dimensions();

  /**
   * Everything that can be done to a picture alone: one array per scale. Safe for several threads.
   */
  float[][] prepare(Pixels picture);

  /**
   * The unit vectors of a batch.
   *
   * @param prepared at least one picture, each as {@link #prepare} gave it
   * @return (n, d), row by row
   */
  float[] describe(List<float[][]> prepared);

  @Override
  default void close() {}
}
