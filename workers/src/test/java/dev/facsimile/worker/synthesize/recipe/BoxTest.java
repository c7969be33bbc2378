package dev.facsimile.worker.synthesize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.worker.image.Paste;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
  private static final Box BOX = new Box(Box.Kind.EMOJI, 0.25, 0.5, 0.25, 0.25);

  @Test
  void aBoxIsCutAtTheCanvas() {
    var box = Box.visible(Box.Kind.OVERLAY, -10, 5, 30, 200, 100, 50).orElseThrow();

    assertThat(box).isEqualTo(new Box(Box.Kind.OVERLAY, 0, 0.1, 0.3, 0.9));
  }

  @Test
  void aBoxOutsideTheCanvasIsGone() {
    assertThat(Box.visible(Box.Kind.OVERLAY, 100, 5, 130, 20, 100, 50)).isEmpty();
  }

  @Test
  void aBoxOfWhichLessThanHalfIsLeftIsGone() {
    assertThat(Box.mostlyVisible(Box.Kind.EMOJI, -6, 0, 4, 10, 100, 50)).isEmpty();
    assertThat(Box.mostlyVisible(Box.Kind.EMOJI, -5, 0, 5, 10, 100, 50)).isPresent();
  }

  @Test
  void aFlipMirrorsABox() {
    assertBox(after("flipHorizontally: {}"), 0.5, 0.5, 0.25, 0.25);
    assertBox(after("flipVertically: {}"), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void aCropEnlargesABox() {
    // Left half and lower half of a 200 x 100 canvas: the box [50, 100) x [50, 75) is at its right.
    var box =
        after(
            "crop: {left: {from: 0, to: 0}, top: {from: 0.5, to: 0.5}, right: {from: 0.5, to: 0.5},"
                + " bottom: {from: 1, to: 1}}");

    assertBox(box, 0.5, 0, 0.5, 0.5);
  }

  @Test
  void aBorderShrinksABox() {
    var box = after("pad: {widthFactor: {from: 0.5, to: 0.5}, heightFactor: {from: 0, to: 0}}");

    assertBox(box, 0.375, 0.5, 0.125, 0.25);
  }

  @Test
  void aCaptionPushesABoxDown() {
    var box =
        after(
            "memeFormat: {captionHeight: {from: 1, to: 1}, caption: x, opacity: {from: 1, to: 1},"
                + " textColor: '#000000', color: '#ffffff'}");

    assertBox(box, 0.25, 0.75, 0.25, 0.125);
  }

  @Test
  void anotherSizeLeavesABoxWhereItIs() {
    assertBox(after("scale: {factor: {from: 0.5, to: 0.5}}"), 0.25, 0.5, 0.25, 0.25);
  }

  @Test
  void aQuarterTurnCounterClockwiseCarriesABoxAlong() {
    // About the centre (100, 50): x' = 50 + y, y' = 150 - x; [50, 100) x [50, 75) to [100, 125) x
    // [50, 100).
    var box = after("rotate: {degrees: {from: 90, to: 90}, canvas: same}");

    assertBox(box, 0.5, 0.5, 0.125, 0.5);
  }

  @Test
  void anOverlayPutsAnOldBoxInsideANewOne() {
    var composition =
        apply(
            "overlay: {scale: {from: 0.1, to: 0.1}, left: {from: 0.5, to: 0.5}, top: {from: 0, to: 0}}");

    assertThat(composition.boxes()).hasSize(2);
    var inner = composition.boxes().get(0);
    var outer = composition.boxes().get(1);
    assertThat(outer.kind()).isEqualTo(Box.Kind.OVERLAY);
    assertThat(inner.x()).isCloseTo(outer.x() + outer.width() * BOX.x(), within(1e-9));
    assertThat(inner.height()).isCloseTo(outer.height() * BOX.height(), within(1e-9));
  }

  /** A white square on grey, and its box: whatever moves the one moves the other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "randomResizedCrop: {sizePx: 128, area: {from: 0.8, to: 0.9}, aspectRatio: {from: 1.8, to:"
            + " 2.2}}",
        "crop: {left: {from: 0.1, to: 0.2}, top: {from: 0.1, to: 0.4}, right: {from: 0.6, to: 0.9},"
            + " bottom: {from: 0.8, to: 1}}",
        "resize: {widthPx: 150, filter: bilinear}",
        "scale: {factor: {from: 1.3, to: 1.3}}",
        "changeAspectRatio: {ratio: {from: 0.7, to: 0.7}}",
        "rotate: {degrees: {from: 20, to: 20}, canvas: same}",
        "rotate: {degrees: {from: -10, to: -10}, canvas: inner}",
        "flipHorizontally: {}",
        "flipVertically: {}",
        "perspective: {sigmaPx: {from: 6, to: 6}, dxPx: {from: 5, to: 5}, dyPx: {from: 0, to: 0},"
            + " perspectiveSeed: 42}",
        "pad: {widthFactor: {from: 0.1, to: 0.2}, heightFactor: {from: 0.1, to: 0.3}, color:"
            + " '#000000'}",
        "padSquare: {color: '#000000'}",
        "memeFormat: {captionHeight: {from: 0.5, to: 0.5}, caption: x, opacity: {from: 1, to: 1},"
            + " textColor: '#000000', color: '#000000'}"
      })
  void aBoxMovesWithItsPixels(String step) {
    var pixels =
        Paste.paste(
            Pixels.filled(200, 100, 90, 90, 90), Pixels.filled(50, 25, 255, 255, 255), 50, 50);

    var moved = apply(step, new Composition(pixels, List.of(BOX)));

    var box = moved.boxes().get(0);
    int width = moved.width();
    int height = moved.height();
    double left = 1;
    double top = 1;
    double right = 0;
    double bottom = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if ((moved.pixels().data()[moved.pixels().at(x, y)] & 255) > 172) {
          left = Math.min(left, (double) x / width);
          top = Math.min(top, (double) y / height);
          right = Math.max(right, (x + 1.0) / width);
          bottom = Math.max(bottom, (y + 1.0) / height);
        }
      }
    }
    assertThat(left).isCloseTo(box.x(), within(1.5 / width));
    assertThat(top).isCloseTo(box.y(), within(1.5 / height));
    assertThat(right).isCloseTo(box.x() + box.width(), within(1.5 / width));
    assertThat(bottom).isCloseTo(box.y() + box.height(), within(1.5 / height));
  }

  private static Box after(String step) {
    return apply(step).boxes().get(0);
  }

  private static Composition apply(String step) {
    return apply(step, new Composition(Steps.picture(200, 100, 1), List.of(BOX)));
  }

  private static Composition apply(String step, Composition picture) {
    var spec = Steps.of("[{probability: 1.0, " + step + "}]").get(0);
    var operation = spec.operations().values().iterator().next();
    return Operations.apply(operation, picture, new Draws(Philox.of(3), Steps.pool()));
  }

  private static void assertBox(Box box, double x, double y, double width, double height) {
    assertThat(box.x()).isCloseTo(x, within(1e-9));
    assertThat(box.y()).isCloseTo(y, within(1e-9));
    assertThat(box.width()).isCloseTo(width, within(1e-9));
    assertThat(box.height()).isCloseTo(height, within(1e-9));
  }
}
