package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.pixel;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static dev.facsimile.worker.image.TinyPictures.samples;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ColourTest {
  @Test
  void brightnessTruncatesAndClips() {
    assertThat(samples(Colour.brightness(pixel(101, 0, 200), 0.5))).containsExactly(50, 0, 100);
    assertThat(samples(Colour.brightness(pixel(101, 0, 200), 2))).containsExactly(202, 0, 255);
  }

  @Test
  void contrastIsAboutTheMeanLuminance() {
    var picture = grey(row(10, 20, 61));

    assertThat(reds(Colour.contrast(picture, 0))).containsExactly(30, 30, 30);
    assertThat(reds(Colour.contrast(picture, 2))).containsExactly(0, 10, 92);
  }

  @Test
  void saturationIsAboutThePixelsOwnLuminance() {
    // (19595 * 200 + 38470 * 100 + 7471 * 50 + 32768) / 65536 = 124
    assertThat(samples(Colour.saturation(pixel(200, 100, 50), 0))).containsExactly(124, 124, 124);
    assertThat(samples(Colour.saturation(pixel(200, 100, 50), 1.5))).containsExactly(238, 88, 13);
    assertThat(samples(Colour.grayscale(pixel(200, 100, 50)))).containsExactly(124, 124, 124);
    assertThat(samples(Colour.averageGrayscale(pixel(200, 100, 50))))
        .containsExactly(116, 116, 116);
  }

  @Test
  void aThirdOfTheCircleTurnsRedIntoGreen() {
    assertThat(samples(Colour.hue(pixel(255, 0, 0), 1 / 3.0))).containsExactly(0, 255, 0);
    assertThat(samples(Colour.hue(pixel(255, 0, 0), -1 / 3.0))).containsExactly(6, 0, 255);
    assertThat(samples(Colour.hue(pixel(77, 77, 77), 0.2))).containsExactly(77, 77, 77);
  }

  @Property(tries = 40)
  void aFactorOfOneChangesNothingAndAlphaStays(@ForAll("pictures") Pixels any) {
    assertThat(Colour.brightness(any, 1).contentEquals(any)).isTrue();
    assertThat(Colour.contrast(any, 1).contentEquals(any)).isTrue();
    assertThat(Colour.saturation(any, 1).contentEquals(any)).isTrue();
    assertThat(Blur.sharpen(any, 1).contentEquals(any)).isTrue();
    var changed = Colour.hue(Colour.grayscale(Colour.brightness(any, 0.3)), 0.4);
    for (int i = 3; i < any.data().length && any.channels() == 4; i += 4) {
      assertThat(changed.data()[i]).isEqualTo(any.data()[i]);
    }
  }

  @Provide
  Arbitrary<Pixels> pictures() {
    return TinyPictures.any();
  }
}
