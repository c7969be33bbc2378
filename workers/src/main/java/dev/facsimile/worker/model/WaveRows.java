package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.worker.random.Philox;
import java.util.Arrays;

/**
 * Wave blocks of one shard (Wang et al., "Attentive WaveBlock", TIP 2022, section 3.1): a band of
 * rows of the feature map keeps its values, all other rows are multiplied by a gain; the band is
 * the same for all pictures and channels of the shard.
 *
 * @param afterLayer2 first row of the band in the second stage's output
 * @param afterLayer3 first row of the band in the third stage's output
 */
public record WaveRows(int afterLayer2, int afterLayer3) {
  /** Draws both bands for square inputs of that side. */
  public static WaveRows draw(Philox random, NetworkSpec network, int sizePx) {
    int height2 = (sizePx + 7) / 8;
    int height3 = (sizePx + 15) / 16;
    return new WaveRows(
        random.below(height2 - band(height2, network) + 1),
        random.below(height3 - band(height3, network) + 1));
  }

  /** Rows that keep gain 1: the share of the height, rounded half to even. */
  static int band(int height, NetworkSpec network) {
    return (int) Math.rint(network.waveHeight() * height);
  }

  /**
   * Applies a wave block to a batch that consists of equal shards in order.
   *
   * @param x (N, C, H, W)
   * @param firstRows first row of the band, for each shard
   */
  static NDArray apply(NDArray x, NetworkSpec network, int... firstRows) {
    int height = (int) x.getShape().get(2);
    int shardSize = firstRows.length == 1 ? 1 : (int) (x.getShape().get(0) / firstRows.length);
    var gains = new float[firstRows.length * shardSize * height];
    Arrays.fill(gains, (float) network.waveGain());
    for (int i = 0; i < firstRows.length * shardSize; i++) {
      int first = i * height + firstRows[i / shardSize];
      Arrays.fill(gains, first, first + band(height, network), 1);
    }
    var shape = new Shape(firstRows.length * (long) shardSize, 1, height, 1);
    try (var factor = Constants.array(x.getManager(), gains, shape)) {
      return x.mul(factor);
    }
  }
}
