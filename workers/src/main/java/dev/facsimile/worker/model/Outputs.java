package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;

/**
 * What the network computes for a batch of N pictures.
 *
 * @param features pooled backbone features (N, 32 x width)
 * @param projection normalised output of the projector (N, projectorOutput)
 * @param descriptor normalised output of the descriptor head (N, dimensions), not of unit length
 */
public record Outputs(NDArray features, NDArray projection, NDArray descriptor)
    implements AutoCloseable {
  @Override
  public void close() {
    features.close();
    projection.close();
    descriptor.close();
  }
}
