package dev.facsimile.worker.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
  private final List<Point> zigzag =
      IntStream.range(0, 10_000)
          .mapToObj(i -> new Point(i, i % 2 == 0 ? 0.1 * i : -0.2 * i))
          .toList();

  @Test
  void extremesKeepEndsAndPeaksInOrder() {
    var thin = Thinning.extremes(zigzag, 50);

    assertThat(thin).hasSizeLessThanOrEqualTo(4 * 51).isSubsetOf(zigzag);
    assertThat(thin).isSortedAccordingTo(Comparator.comparingDouble(Point::x));
    assertThat(thin).startsWith(zigzag.get(0)).endsWith(zigzag.get(9_999));
    assertThat(thin).contains(zigzag.get(9_998), zigzag.get(9_999));
  }

  @Test
  void extremesOfPointsAboveEachOtherAreTheirs() {
    var column = IntStream.range(0, 300).mapToObj(i -> new Point(1, (i * 37) % 300)).toList();

    assertThat(Thinning.extremes(column, 10))
        .contains(new Point(1, 0), new Point(1, 299))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void meansCoverEveryPointOnce() {
    var ramp = IntStream.rangeClosed(0, 1000).mapToObj(i -> new Point(i, i)).toList();

    var thin = Thinning.means(ramp, 101);

    assertThat(thin).hasSize(101).startsWith(new Point(0, 0), new Point(10, 5.5));
    assertThat(thin.get(100)).isEqualTo(new Point(1000, 995.5));
  }

  @Test
  void shortCurvesStayAsTheyAre() {
    var three = zigzag.subList(0, 3);

    assertThat(Thinning.extremes(three, 50)).isEqualTo(three);
    assertThat(Thinning.means(three, 50)).isEqualTo(three);
  }
}
