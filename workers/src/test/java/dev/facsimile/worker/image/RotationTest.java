package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RotationTest {
  private final Pixels square = grey(row(1, 2, 3), row(4, 5, 6), row(7, 8, 9));

  @Test
  void quarterTurnsAreCounterClockwise() {
    assertThat(reds(Rotation.rotate(square, 90))).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(reds(Rotation.rotate(square, -90))).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
    assertThat(reds(Rotation.rotate(square, 180))).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(Rotation.rotate(square, 720).contentEquals(square)).isTrue();
  }

  @Test
  void anEighthTurnKeepsTheCentreAndMovesTheEdges() {
    // The corners of the result lie 2.1 px from the centre before the turn: inside only by half.
    assertThat(reds(Rotation.rotate(square, 45))).containsExactly(2, 3, 6, 1, 5, 9, 4, 7, 8);
  }

  @Test
  void whatThePictureDoesNotReachIsBlack() {
    var wide = Pixels.filled(9, 3, 50, 50, 50);

    var turned = Rotation.rotate(wide, 90.0001);

    assertThat(turned.width()).isEqualTo(9);
    assertThat(reds(turned)).startsWith(0, 0, 0, 50, 50, 50, 0, 0, 0);
  }

  @Property(tries = 60)
  void theLargestUprightRectangleHasNoBlack(
      @ForAll("sizes") Pixels any, @ForAll @DoubleRange(min = -180, max = 180) double degrees) {
    var white = Pixels.filled(any.width() + 20, any.height() + 20, 255, 255, 255);

    var turned = Rotation.rotateAndCrop(white, degrees);

    // Edges are truncated to pixels, so the outermost ring may touch black.
    if (turned.width() > 4 && turned.height() > 4) {
      var inner = Geometry.crop(turned, 2, 2, turned.width() - 4, turned.height() - 4);
      assertThat(reds(inner)).containsOnly(255);
    }
  }

  @Test
  void aQuarterTurnWithCropExchangesTheSides() {
    var turned = Rotation.rotateAndCrop(grey(row(1, 2, 3)), 90);

    assertThat(turned.width()).isEqualTo(1);
    assertThat(reds(turned)).containsExactly(3, 2, 1);
  }

  @Provide
  Arbitrary<Pixels> sizes() {
    return TinyPictures.any();
  }
}
