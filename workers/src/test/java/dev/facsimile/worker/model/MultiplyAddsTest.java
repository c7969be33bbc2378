package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
  private static final int STEM = 64 * 3 * 49 * 112 * 112;

  private static NetworkSpec network(int width) {
    return new NetworkSpec(width, List.of(3, 4, 6, 3), 4096, 8192, 256, 3, 0.3, 1.5);
  }

  @Test
  void countsTheReferenceBackboneAsItsLayersSay() {
    // given ResNet-50 at 224 px with stride 1 in its last stage: 56, 28, 14 and 14 px
    long expected =
        STEM
            + stage(56, 56, 64, 64, 3)
            + stage(56, 28, 256, 128, 4)
            + stage(28, 14, 512, 256, 6)
            + stage(14, 14, 1024, 512, 3);

    assertThat(MultiplyAdds.backbone(network(64), 224)).isEqualTo(expected);
  }

  @Test
  void addsTheHeads() {
    var network = network(64);

    assertThat(MultiplyAdds.forward(network, 224) - MultiplyAdds.backbone(network, 224))
        .isEqualTo(2048L * 4096 + 4096L * 8192 + 8192L * 256);
  }

  private static long stage(long before, long after, long inputs, long width, int blocks) {
    long first =
        before * before * inputs * width
            + after * after * (9 * width * width + 4 * width * width + inputs * 4 * width);
    long other = after * after * (4 * width * width + 9 * width * width + 4 * width * width);
    return first + (blocks - 1) * other;
  }
}
