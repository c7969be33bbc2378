package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GeometryTest {
  private final Pixels picture = grey(row(1, 2, 3), row(4, 5, 6));

  @Test
  void flipsAndTransposition() {
    assertThat(reds(Geometry.flipHorizontally(picture))).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(reds(Geometry.flipVertically(picture))).containsExactly(4, 5, 6, 1, 2, 3);
    assertThat(reds(Geometry.transpose(picture))).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void crops() {
    assertThat(reds(Geometry.crop(picture, 1, 0, 2, 2))).containsExactly(2, 3, 5, 6);
    assertThat(reds(Geometry.cropFractions(picture, 0.34, 0.5, 1, 1))).containsExactly(5, 6);
    assertThat(reds(Geometry.resizedCrop(picture, 0, 1, 2, 1, 1, 1))).containsExactly(5);
    assertThatThrownBy(() -> Geometry.crop(picture, 2, 0, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x1 at (2, 0) in 3x2");
    assertThatThrownBy(() -> Geometry.cropFractions(picture, 0.1, 0, 0.2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void paddingTruncatesTheBorder() {
    var padded = Geometry.pad(picture, 0.34, 0.49, 9, 9, 9);

    assertThat(padded.width()).isEqualTo(5);
    assertThat(padded.height()).isEqualTo(2);
    assertThat(reds(padded)).containsExactly(9, 1, 2, 3, 9, 9, 4, 5, 6, 9);
    assertThat(reds(Geometry.padSquare(grey(row(1, 2, 3)), 7, 7, 7)))
        .containsExactly(7, 7, 7, 1, 2, 3, 7, 7, 7);
    assertThatThrownBy(() -> Geometry.pad(picture, -0.1, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shufflingMovesWholePixels() {
    var shuffled = Geometry.shufflePixels(picture, new int[] {0, 5, 2}, new int[] {5, 2, 0});

    assertThat(reds(shuffled)).containsExactly(6, 2, 1, 4, 5, 3);
    assertThatThrownBy(() -> Geometry.shufflePixels(picture, new int[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 50)
  void twiceIsOnce(@ForAll("pictures") Pixels any) {
    var across = Geometry.flipHorizontally(Geometry.flipHorizontally(any));
    var down = Geometry.flipVertically(Geometry.flipVertically(any));
    var transposed = Geometry.transpose(Geometry.transpose(any));

    assertThat(across.contentEquals(any)).isTrue();
    assertThat(down.contentEquals(any)).isTrue();
    assertThat(transposed.contentEquals(any)).isTrue();
  }

  @Provide
  Arbitrary<Pixels> pictures() {
    return TinyPictures.any();
  }
}
