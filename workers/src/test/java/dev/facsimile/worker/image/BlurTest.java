package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlurTest {
  @Test
  void aPointSpreadsWithTheWantedVariance() {
    var line = new int[41];
    line[20] = 255;
    var rows = new int[41][];
    Arrays.fill(rows, line);

    var blurred = reds(Geometry.crop(Blur.gaussian(grey(rows), 3), 0, 20, 41, 1));

    double sum = 0;
    double variance = 0;
    for (int i = 0; i < 41; i++) {
      sum += blurred[i];
      variance += blurred[i] * (double) ((i - 20) * (i - 20));
      assertThat(blurred[i]).isEqualTo(blurred[40 - i]);
    }
    assertThat(sum).isCloseTo(255, within(4.0));
    assertThat(Math.sqrt(variance / sum)).isCloseTo(3, within(0.1));
  }

  @Test
  void oneColourAndRadiusZeroStay() {
    var picture = Pixels.filled(5, 3, 10, 20, 255);

    assertThat(Blur.gaussian(picture, 9).contentEquals(picture)).isTrue();
    assertThat(Blur.gaussian(picture, 0)).isSameAs(picture);
    assertThatThrownBy(() -> Blur.gaussian(picture, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Blur.gaussian(picture, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sharpeningMovesAwayFromTheSmoothedPicture() {
    var point = grey(row(0, 0, 0), row(0, 130, 0), row(0, 0, 0));

    // Smoothed centre: 5 * 130 / 13 = 50.
    assertThat(reds(Blur.sharpen(point, 0))).containsExactly(0, 0, 0, 0, 50, 0, 0, 0, 0);
    assertThat(reds(Blur.sharpen(point, 2))).containsExactly(0, 0, 0, 0, 210, 0, 0, 0, 0);
    var line = grey(row(1, 2, 3));
    assertThat(Blur.sharpen(line, 2).contentEquals(line)).isTrue();
  }
}
