package dev.facsimile.worker.synthesize.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CoverageTest {
  @Test
  void aRectangleCoversItsSharesOfPixels() {
    var canvas = new Coverage(4, 3);

    outline(canvas, 0, 0, 0.5, 0.25, 3, 0.25, 3, 2, 0.5, 2);

    assertThat(unsigned(canvas.mask(1)))
        .containsExactly(96, 191, 191, 0, 128, 255, 255, 0, 0, 0, 0, 0);
  }

  @Test
  void aHoleOfOppositeDirectionStaysEmpty() {
    var canvas = new Coverage(4, 4);

    outline(canvas, 0, 0, 0, 0, 4, 0, 4, 4, 0, 4);
    outline(canvas, 0, 0, 1, 1, 1, 3, 3, 3, 3, 1);

    assertThat(unsigned(canvas.mask(1)))
        .containsExactly(255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 255, 255, 255);
  }

  @Test
  void opacityScalesTheMask() {
    var canvas = new Coverage(1, 1);

    outline(canvas, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1);

    assertThat(unsigned(canvas.mask(0.5))).containsExactly(128);
  }

  @Property(tries = 200)
  void theMaskOfATriangleSumsUpToItsArea(
      @ForAll @DoubleRange(max = 20) double x0,
      @ForAll @DoubleRange(max = 20) double y0,
      @ForAll @DoubleRange(max = 20) double x1,
      @ForAll @DoubleRange(max = 20) double y1,
      @ForAll @DoubleRange(max = 20) double x2,
      @ForAll @DoubleRange(max = 20) double y2) {
    var canvas = new Coverage(20, 20);

    outline(canvas, 0, 0, x0, y0, x1, y1, x2, y2);

    double sum = 0;
    for (int value : unsigned(canvas.mask(1))) {
      sum += value / 255.0;
    }
    double area = Math.abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / 2;
    assertThat(sum).isCloseTo(area, within(400 * 0.5 / 255));
  }

  @Property(tries = 200)
  void whatLeavesTheCanvasIsCutOffAndChangesNothingElse(
      @ForAll @DoubleRange(min = -15, max = 25) double x0,
      @ForAll @DoubleRange(min = -15, max = 25) double y0,
      @ForAll @DoubleRange(min = -15, max = 25) double x1,
      @ForAll @DoubleRange(min = -15, max = 25) double y1,
      @ForAll @DoubleRange(min = -15, max = 25) double x2,
      @ForAll @DoubleRange(min = -15, max = 25) double y2) {
    var small = new Coverage(10, 10);
    var large = new Coverage(42, 42);

    outline(small, 0, 0, x0, y0, x1, y1, x2, y2);
    outline(large, 16, 16, x0, y0, x1, y1, x2, y2);

    int[] cut = unsigned(small.mask(1));
    int[] whole = unsigned(large.mask(1));
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 10; x++) {
        assertThat(cut[10 * y + x]).isCloseTo(whole[42 * (y + 16) + x + 16], within(1));
      }
    }
  }

  private static void outline(Coverage canvas, double dx, double dy, double... points) {
    int n = points.length;
    for (int i = 0; i < n; i += 2) {
      canvas.line(
          points[i] + dx, points[i + 1] + dy, points[(i + 2) % n] + dx, points[(i + 3) % n] + dy);
    }
  }

  private static int[] unsigned(byte[] mask) {
    var values = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      values[i] = mask[i] & 255;
    }
    return values;
  }
}
