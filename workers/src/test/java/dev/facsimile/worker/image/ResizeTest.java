package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void bilinearEnlargementInterpolatesBetweenCentres() {
    var enlarged = Resize.resize(grey(row(0, 100)), 4, 1, Filter.BILINEAR);

    assertThat(reds(enlarged)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void bilinearReductionIsATriangleOfTwiceTheStep() {
    // Weights 3 3 1 over 7 on the left, mirrored on the right.
    var reduced = Resize.resize(grey(row(70), row(70), row(0), row(140)), 1, 2, Filter.BILINEAR);

    assertThat(reds(reduced)).containsExactly(60, 70);
  }

  @Test
  void nearestTakesTheSampleBelowTheCentre() {
    var resized = Resize.resize(grey(row(1, 2, 3, 4, 5)), 2, 1, Filter.NEAREST);

    assertThat(reds(resized)).containsExactly(2, 4);
  }

  @Test
  void transparentColoursDoNotBleed() {
    var redThenInvisibleGreen =
        new Pixels(2, 1, 4, new byte[] {(byte) 255, 0, 0, (byte) 255, 0, (byte) 255, 0, 0});

    var one = Resize.resize(redThenInvisibleGreen, 1, 1, Filter.BILINEAR);

    assertThat(TinyPictures.samples(one)).containsExactly(255, 0, 0, 128);
  }

  @Test
  void formulasOfScaleAspectRatioAndPixelize() {
    var picture = Pixels.filled(100, 50, 9, 8, 7);

    assertThat(Resize.scale(picture, 0.337).width()).isEqualTo(33);
    assertThat(Resize.scale(picture, 0.337).height()).isEqualTo(16);
    var square = Resize.changeAspectRatio(picture, 1);
    assertThat(square.width()).isEqualTo(70);
    assertThat(square.height()).isEqualTo(71);
    assertThat(Resize.pixelize(picture, 0.1, Filter.NEAREST).contentEquals(picture)).isTrue();
  }

  @Test
  void aSideOfNoPixelsIsAnError() {
    var picture = Pixels.filled(4, 4, 0, 0, 0);

    assertThatThrownBy(() -> Resize.resize(picture, 0, 3, Filter.BICUBIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0x3");
    assertThatThrownBy(() -> Resize.scale(picture, 0.2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 60)
  void oneColourStaysOneColour(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(max = 255) int value,
      @ForAll Filter filter) {
    var resized = Resize.resize(Pixels.filled(7, 13, value, value, value), width, height, filter);

    assertThat(reds(resized)).containsOnly(value);
  }

  @Property(tries = 150)
  void equalsTheFormulaComputedSampleBySample(
      @ForAll("pictures") Pixels picture,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll Filter filter) {
    var source = picture.asRgb();
    if (filter == Filter.NEAREST) {
      filter = Filter.BICUBIC;
    }
    var across = slowly(source, width, filter);
    var expected = Geometry.transpose(slowly(Geometry.transpose(across), height, filter));

    assertThat(Resize.resize(source, width, height, filter).contentEquals(expected)).isTrue();
  }

  @Provide
  Arbitrary<Pixels> pictures() {
    return Arbitraries.oneOf(TinyPictures.any());
  }

  /** The horizontal pass, straight from the definition. */
  private static Pixels slowly(Pixels source, int width, Filter filter) {
    if (width == source.width()) {
      return source;
    }
    var out = new byte[width * source.height() * 3];
    double scale = (double) source.width() / width;
    double stretch = Math.max(scale, 1);
    for (int x = 0; x < width; x++) {
      double centre = (x + 0.5) * scale;
      int from = Math.max(0, (int) (centre - filter.support() * stretch + 0.5));
      int to = Math.min(source.width(), (int) (centre + filter.support() * stretch + 0.5));
      double total = 0;
      for (int j = from; j < to; j++) {
        total += filter.weight((j - centre + 0.5) / stretch);
      }
      for (int y = 0; y < source.height(); y++) {
        for (int c = 0; c < 3; c++) {
          long sum = 1 << 21;
          for (int j = from; j < to; j++) {
            double weight = filter.weight((j - centre + 0.5) / stretch) / total * (1 << 22);
            sum +=
                (source.data()[source.at(j, y) + c] & 255)
                    * (long) (weight + Math.copySign(0.5, weight));
          }
          out[(y * width + x) * 3 + c] = (byte) Math.max(0, Math.min(255, sum >> 22));
        }
      }
    }
    return new Pixels(width, source.height(), 3, out);
  }
}
