package dev.facsimile.worker.model;

import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;

/**
 * Arithmetic of a network's forward pass, in multiply-adds of its convolutions and linear layers:
 * what literature on networks calls MACs. Normalisation, pooling and rectifiers are left out, as is
 * usual.
 */
public final class MultiplyAdds {
  private static final int STEM_KERNEL = 7;
  private static final int KERNEL = 3;
  private static final int COLOURS = 3;

  private MultiplyAdds() {}

  /**
   * Multiply-adds for one picture, without classifiers.
   *
   * @param sidePx side of the square input
   */
  public static long forward(NetworkSpec spec, int sidePx) {
    return backbone(spec, sidePx) + heads(spec);
  }

  /** Those of the convolutions. */
  static long backbone(NetworkSpec spec, int sidePx) {
    var architecture = Architecture.of(spec);
    int side = outputs(sidePx, STEM_KERNEL, 2);
    long sum = (long) side * side * spec.width() * COLOURS * STEM_KERNEL * STEM_KERNEL;
    side = outputs(side, KERNEL, 2);
    long channels = spec.width();
    for (var stage : architecture.stages()) {
      for (var block : stage) {
        int strided = outputs(side, KERNEL, block.stride());
        long before = (long) side * side;
        long after = (long) strided * strided;
        long width = block.width();
        long wide = width * Architecture.EXPANSION;
        sum += before * channels * width;
        sum += after * width * width * KERNEL * KERNEL;
        sum += after * width * wide;
        sum += block.downsample() ? after * channels * wide : 0;
        channels = wide;
        side = strided;
      }
    }
    return sum;
  }

  private static long heads(NetworkSpec spec) {
    long features = Architecture.of(spec).features();
    return features * spec.projectorHidden()
        + (long) spec.projectorHidden() * spec.projectorOutput()
        + (long) spec.projectorOutput() * spec.dimensions();
  }

  /** Side of a layer's output with padding of half the kernel, rounded down. */
  private static int outputs(int side, int kernel, int stride) {
    return (side + 2 * (kernel / 2) - kernel) / stride + 1;
  }
}
