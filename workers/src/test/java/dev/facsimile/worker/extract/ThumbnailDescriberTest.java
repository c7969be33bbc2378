package dev.facsimile.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.facsimile.worker.image.Pixels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThumbnailDescriberTest {
  private final ThumbnailDescriber describer = new ThumbnailDescriber(2);

  @Test
  void isTheGreyPictureWithoutItsMeanAsAUnitVector() {
    var samples = new byte[12];
    int[] grey = {10, 20, 30, 80};
    for (int i = 0; i < 12; i++) {
      samples[i] = (byte) grey[i / 3];
    }

    var vector = describe(new Pixels(2, 2, 3, samples));

    double norm = Math.sqrt(25 * 25 + 15 * 15 + 5 * 5 + 45 * 45);
    assertThat(vector)
        .containsExactly(
            new float[] {
              (float) (-25 / norm), (float) (-15 / norm), (float) (-5 / norm), (float) (45 / norm)
            },
            offset(1e-7f));
  }

  @Test
  void doesNotSeeBrightnessContrastOrHue() {
    var dark = new byte[12];
    var bright = new byte[12];
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < 3; c++) {
        dark[3 * i + c] = (byte) (i * 10);
        bright[3 * i + c] = (byte) (100 + i * 20);
      }
    }

    assertThat(describe(new Pixels(2, 2, 3, bright)))
        .containsExactly(describe(new Pixels(2, 2, 3, dark)), offset(1e-6f));
  }

  @Test
  void everyFlatPictureHasTheSameVectorOrthogonalToAllOthers() {
    assertThat(describe(Pixels.filled(7, 3, 0, 0, 0))).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
    assertThat(describe(Pixels.filled(1, 1, 9, 200, 4))).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
  }

  private float[] describe(Pixels picture) {
    return describer.describe(List.<float[][]>of(describer.prepare(picture)));
  }
}
