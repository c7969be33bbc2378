package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.reds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StripesTest {
  private final Pixels black = Pixels.filled(8, 8, 0, 0, 0);

  private Pixels stripes(Stripes.Line line, double width, double degrees, double opacity) {
    return Stripes.overlay(black, line, width, degrees, 0.5, opacity, 255, 255, 255);
  }

  @Test
  void linesRepeatWithThePeriodOfTheDensity() {
    // Period (1 - 0.5) * 8 = 4 pixels through the centre; width 0.4 covers -0.8..0.8 of it.
    var horizontal = stripes(Stripes.Line.SOLID, 0.4, 0, 1);
    var vertical = stripes(Stripes.Line.SOLID, 0.4, 90, 1);

    assertThat(reds(Geometry.crop(horizontal, 0, 0, 1, 8)))
        .containsExactly(255, 0, 0, 0, 255, 0, 0, 0);
    assertThat(reds(Geometry.crop(horizontal, 0, 4, 8, 1))).containsOnly(255);
    assertThat(Geometry.transpose(horizontal).contentEquals(vertical)).isTrue();
  }

  @Test
  void dotsAndDashesAreBrokenLines() {
    var dotted = stripes(Stripes.Line.DOTTED, 0.4, 0, 1);
    var dashed = stripes(Stripes.Line.DASHED, 0.4, 0, 1);

    assertThat(reds(Geometry.crop(dotted, 0, 4, 8, 1))).containsExactly(255, 0, 0, 0, 255, 0, 0, 0);
    assertThat(reds(Geometry.crop(dashed, 0, 4, 8, 1)))
        .containsExactly(255, 255, 0, 255, 255, 255, 0, 255);
  }

  @Test
  void opacityIsTruncatedToAByte() {
    assertThat(reds(stripes(Stripes.Line.SOLID, 0.4, 0, 0.5))).contains(127).doesNotContain(255);
    assertThat(stripes(Stripes.Line.SOLID, 0.4, 0, 0).contentEquals(black)).isTrue();
  }

  @Test
  void aDensityOfOneHasNoPeriod() {
    assertThatThrownBy(
            () -> Stripes.overlay(black, Stripes.Line.SOLID, 0.5, 0, 1, 1, 255, 255, 255))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
