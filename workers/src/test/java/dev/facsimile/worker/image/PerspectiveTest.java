package dev.facsimile.worker.image;

import static dev.facsimile.worker.image.TinyPictures.grey;
import static dev.facsimile.worker.image.TinyPictures.reds;
import static dev.facsimile.worker.image.TinyPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PerspectiveTest {
  private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0};
  private static final double[] CORNERS = {0, 0, 100, 0, 100, 80, 0, 80};

  @Property(tries = 100)
  void coefficientsMapTheTargetCornersBack(@ForAll long seed) {
    var random = new Random(seed);
    var target = new double[8];
    for (int i = 0; i < 8; i++) {
      target[i] = CORNERS[i] + random.nextDouble() * 30 - 15;
    }

    var m = Perspective.coefficients(CORNERS, target);

    for (int i = 0; i < 8; i += 2) {
      double x = target[i];
      double y = target[i + 1];
      double d = m[6] * x + m[7] * y + 1;
      assertThat((m[0] * x + m[1] * y + m[2]) / d).isCloseTo(CORNERS[i], within(1e-6));
      assertThat((m[3] * x + m[4] * y + m[5]) / d).isCloseTo(CORNERS[i + 1], within(1e-6));
    }
  }

  @Property(tries = 30)
  void theIdentityChangesNothing(@ForAll("pictures") Pixels any) {
    var opaque = any.asRgb();

    assertThat(Perspective.transform(opaque, IDENTITY).contentEquals(opaque)).isTrue();
  }

  @Test
  void aShiftLeavesBlackAndAHalfPixelIsCubic() {
    var picture = grey(row(0, 80, 160, 160));

    var byOne = Perspective.transform(picture, new double[] {1, 0, -1, 0, 1, 0, 0, 0});
    var byHalf = Perspective.transform(picture, new double[] {1, 0, 0.5, 0, 1, 0, 0, 0});

    assertThat(reds(byOne)).containsExactly(0, 0, 80, 160);
    // Between samples the weights are -1/8, 5/8, 5/8, -1/8; the edge is repeated.
    assertThat(reds(byHalf)).containsExactly(30, 130, 170, 0);
  }

  @Test
  void cornersOnOneLineAreAnError() {
    var flat = new double[] {0, 0, 1, 0, 2, 0, 3, 0};

    assertThatThrownBy(() -> Perspective.coefficients(CORNERS, flat))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<Pixels> pictures() {
    return TinyPictures.any();
  }
}
