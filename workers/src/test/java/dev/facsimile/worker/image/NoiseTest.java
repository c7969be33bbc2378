package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.worker.random.Philox;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private final Pixels grey = Pixels.filled(60, 50, 128, 128, 128);

  @Test
  void noiseHasTheWantedMomentsAndFollowsItsStream() {
    var noisy = Noise.gaussian(grey, 0.1, 0.0025, Philox.of(1, "a"));

    double sum = 0;
    double squares = 0;
    for (int sample : samples(noisy)) {
      double value = (sample + 0.5) / 255 - 128 / 255.0;
      sum += value;
      squares += value * value;
    }
    int n = noisy.data().length;
    assertThat(sum / n).isCloseTo(0.1, within(0.003));
    assertThat(Math.sqrt(squares / n - sum / n * sum / n)).isCloseTo(0.05, within(0.002));
    assertThat(Noise.gaussian(grey, 0.1, 0.0025, Philox.of(1, "a")).contentEquals(noisy)).isTrue();
    assertThat(Noise.gaussian(grey, 0.1, 0.0025, Philox.of(1, "b")).contentEquals(noisy)).isFalse();
  }

  @Test
  void noiseIsClipped() {
    assertThat(samples(Noise.gaussian(grey, 2, 0, Philox.of(1)))).containsOnly(255);
    assertThat(samples(Noise.gaussian(grey, -2, 0, Philox.of(1)))).containsOnly(0);
  }

  @Test
  void shufflingKeepsThePixelsAndMovesAtMostTheGivenShare() {
    var values = new byte[300];
    for (int i = 0; i < 300; i++) {
      values[i] = (byte) (i / 3);
    }
    var picture = new Pixels(20, 5, 3, values);

    var shuffled = Noise.shufflePixels(picture, 0.3, Philox.of(5));

    assertThat(reds(shuffled)).containsExactlyInAnyOrder(reds(picture));
    int moved = 0;
    for (int i = 0; i < 100; i++) {
      moved += reds(shuffled)[i] == i ? 0 : 1;
    }
    assertThat(moved).isBetween(20, 30);
    assertThat(Noise.shufflePixels(picture, 0, Philox.of(5)).contentEquals(picture)).isTrue();
  }
}
