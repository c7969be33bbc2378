package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.worker.model.Architecture.Block;
import java.util.List;

/**
 * The forward pass, the same in training and inference. Every intermediate result is closed as soon
 * as the pass no longer needs it; the engine keeps what gradients need.
 */
final class Forward {
  private static final float LEAKY_SLOPE = 0.2f;

  private Forward() {}

  /**
   * Backbone without pooling: (N, 3, H, W) normalised pictures to (N, 32 x width, H/16, W/16).
   *
   * @param waves the rows of each shard of the batch; none leaves wave blocks out
   */
  static NDArray backbone(
      Architecture architecture, Layers layers, NDArray images, List<WaveRows> waves) {
    var x = stem(layers, images);
    for (int stage = 0; stage < architecture.stages().size(); stage++) {
      x = stage(layers, architecture.stages().get(stage), x);
      if (stage == 1 || stage == 2) {
        x = wave(architecture, x, waves, stage == 1);
      }
    }
    return x;
  }

  private static NDArray wave(
      Architecture architecture, NDArray x, List<WaveRows> waves, boolean afterLayer2) {
    if (waves.isEmpty() || architecture.spec().waveGain() == 1) {
      return x;
    }
    var rows =
        waves.stream()
            .mapToInt(wave -> afterLayer2 ? wave.afterLayer2() : wave.afterLayer3())
            .toArray();
    try (x) {
      return WaveRows.apply(x, architecture.spec(), rows);
    }
  }

  /** Convolution, normalisation, maximum, rectifier: (N, 3, H, W) to (N, width, H/4, W/4). */
  static NDArray stem(Layers layers, NDArray images) {
    try (var x = layers.convolution(images, "base.0", "base.1", 2, 3)) {
      return relu(
          x.getNDArrayInternal().maxPool(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false));
    }
  }

  /** The blocks of one stage; closes its input. */
  static NDArray stage(Layers layers, List<Block> blocks, NDArray x) {
    var y = x;
    for (var block : blocks) {
      y = block(layers, block, y);
    }
    return y;
  }

  private static NDArray block(Layers layers, Block block, NDArray x) {
    var name = block.name();
    try (x;
        var narrow = relu(layers.convolution(x, name + ".conv1", name + ".bn1", 1, 0));
        var middle =
            relu(layers.convolution(narrow, name + ".conv2", name + ".bn2", block.stride(), 1))) {
      var wide = layers.convolution(middle, name + ".conv3", name + ".bn3", 1, 0);
      if (block.downsample()) {
        try (var shortcut =
            layers.convolution(
                x, name + ".downsample.0", name + ".downsample.1", block.stride(), 0)) {
          return relu(wide.addi(shortcut));
        }
      }
      return relu(wide.addi(x));
    }
  }

  /** Projector and descriptor head: (N, 32 x width) features to all outputs. */
  static Outputs heads(Layers layers, NDArray features) {
    try (var hidden =
        leaky(layers.linear(features, "projector_feat_bn.0.0", "projector_feat_bn.0.1"))) {
      var projection = layers.linear(hidden, "projector_feat_bn.0.3", "projector_feat_bn.1");
      try (var active = leaky(layers.normalise(projection, "matrix_feat_bn.0.0"))) {
        return new Outputs(
            features, projection, layers.linear(active, "matrix_feat_bn.0.2", "matrix_feat_bn.1"));
      }
    }
  }

  private static NDArray relu(NDArray x) {
    try (x) {
      return x.getNDArrayInternal().relu();
    }
  }

  private static NDArray leaky(NDArray x) {
    try (x) {
      return x.getNDArrayInternal().leakyRelu(LEAKY_SLOPE);
    }
  }
}
