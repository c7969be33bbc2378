package dev.facsimile.worker.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainTransformTest {
  @Property(tries = 100)
  void isFlipThenPaddingThenCropThenNormalisation(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(max = 6) int padding) {
    var view = noise(size);
    var actual = new float[3 * size * size + 2];

    new TrainTransform(size, padding, 0.5).apply(view, Philox.of(seed), actual, 1);

    var draws = Philox.of(seed);
    boolean flip = draws.nextDouble() < 0.5;
    int top = draws.below(2 * padding + 1);
    int left = draws.below(2 * padding + 1);
    var canvas = new int[size + 2 * padding][size + 2 * padding][3];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        for (int c = 0; c < 3; c++) {
          int sample = view.data()[view.at(flip ? size - 1 - x : x, y) + c] & 0xFF;
          canvas[y + padding][x + padding][c] = sample;
        }
      }
    }
    float[] mean = {0.485f, 0.456f, 0.406f};
    float[] deviation = {0.229f, 0.224f, 0.225f};
    var expected = new float[actual.length];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          expected[1 + (c * size + y) * size + x] =
              (canvas[top + y][left + x][c] / 255f - mean[c]) / deviation[c];
        }
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void withoutPaddingAndFlipItIsTheNormalisedView() {
    var view = noise(5);
    var transformed = new float[75];
    var plain = new float[75];

    new TrainTransform(5, 0, 0).apply(view, Philox.of(1), transformed, 0);
    Normalisation.planes(view, plain, 0);

    assertThat(transformed).isEqualTo(plain);
  }

  @Test
  void refusesAViewOfAnotherSize() {
    assertThatThrownBy(
            () -> new TrainTransform(4, 0, 0).apply(noise(5), Philox.of(1), new float[48], 0))
        .hasMessageContaining("5x5x3 is not 4 pixels square");
  }

  private static Pixels noise(int size) {
    var random = Philox.of(1, size);
    var data = new byte[size * size * 3];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) random.nextInt();
    }
    return new Pixels(size, size, 3, data);
  }
}
