package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.pixel;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static dev.facsimile.worker.image.TinyPictures.samples;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasteTest {
  private final Pixels base = grey(row(1, 2, 3), row(4, 5, 6));
  private final Pixels over = grey(row(10, 20), row(30, 40));

  @Test
  void pastingIsClippedOnEverySide() {
    assertThat(reds(Paste.paste(base, over, 1, 0))).containsExactly(1, 10, 20, 4, 30, 40);
    assertThat(reds(Paste.paste(base, over, -1, -1))).containsExactly(40, 2, 3, 4, 5, 6);
    assertThat(reds(Paste.paste(base, over, 2, 1))).containsExactly(1, 2, 3, 4, 5, 10);
    assertThat(Paste.paste(base, over, 3, 0).contentEquals(base)).isTrue();
    assertThat(Paste.paste(base, over, Integer.MAX_VALUE, 0).contentEquals(base)).isTrue();
    assertThat(Paste.paste(base, over, 0, -2).contentEquals(base)).isTrue();
  }

  @Test
  void aMaskBlendsRoundedToTheNearest() {
    var mask = new byte[] {0, (byte) 255, 51, (byte) 128};

    var pasted = Paste.paste(base, over, mask, 0, 0);

    // 4 + (30 - 4) / 5 = 9.2; 5 + (40 - 5) * 128 / 255 = 22.6
    assertThat(reds(pasted)).containsExactly(1, 20, 3, 9, 23, 6);
  }

  @Test
  void anEmojiCoversByItsAlphaTimesTheOpacity() {
    var emoji = pixel(200, 100, 0, 128);
    var black = Pixels.filled(4, 4, 0, 0, 0);

    var covered = Paste.overlayImage(black, emoji, Filter.NEAREST, 0.5, 0.6, 0.25, 0.5);

    // Height int(4 * 0.6) = 2 at (1, 2); mask int(128 * 0.5) = 64; 200 * 64 / 255 = 50.2.
    assertThat(reds(covered)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 50, 0, 0, 50, 50, 0);
    var keeping = Paste.overlayImage(black.asRgba(), emoji, Filter.NEAREST, 0.5, 0.6, 0.25, 0.5);
    assertThat(keeping.asRgb().contentEquals(covered)).isTrue();
    // 255 - (255 - 128) * 64 / 255
    assertThat(keeping.data()[keeping.at(1, 2) + 3] & 255).isEqualTo(223);
  }

  @Test
  void anEmojiIsNeverSmallerThanOnePixel() {
    var dot = Paste.overlayImage(base, pixel(9, 9, 9), Filter.NEAREST, 1, 0, 0, 0);

    assertThat(reds(dot)).containsExactly(9, 2, 3, 4, 5, 6);
  }

  @Test
  void underlayPastesTheOtherAndOverlayPastesOntoTheOther() {
    var large = Pixels.filled(10, 10, 7, 7, 7);
    var small = Pixels.filled(4, 4, 99, 99, 99);

    var under = Paste.underlay(large, small, 0.5, 0.95, 0);
    var onto = Paste.overlay(small, large, 2, 0, 0.5);

    assertThat(under.width()).isEqualTo(10);
    assertThat(reds(under)).startsWith(7, 7, 7, 7, 7, 7, 7, 7, 7, 99, 7);
    assertThat(onto.width()).isEqualTo(10);
    assertThat(reds(Geometry.crop(onto, 0, 4, 9, 2)))
        .containsExactly(7, 7, 7, 7, 7, 7, 7, 7, 7, 99, 99, 99, 99, 99, 99, 99, 99, 7);
  }

  @Test
  void fadingGoesToTransparentWhite() {
    assertThat(samples(Paste.fade(pixel(55, 155, 255), 0.4))).containsExactly(175, 215, 255, 102);
    assertThat(samples(Paste.fade(pixel(55, 155, 255), 1))).containsExactly(55, 155, 255, 255);
  }

  @Test
  void droppingAlphaKeepsTheColours() {
    assertThat(samples(pixel(1, 2, 3, 0).asRgb())).containsExactly(1, 2, 3);
    assertThat(samples(pixel(1, 2, 3).asRgba())).containsExactly(1, 2, 3, 255);
  }
}
