package dev.facsimile.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.report.RunReport.Point;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final Figures figures = new Figures();

  @Test
  void metricsHaveThreeDecimalsAndAMinusSign() {
    assertThat(figures.score(0.62149)).isEqualTo("0.621");
    assertThat(figures.score(-0.3127)).isEqualTo("−0.313");
    assertThat(figures.score(-0.0)).isEqualTo("0.000");
    assertThat(figures.score(null)).isEqualTo("–");
    assertThat(figures.signed(0.2194)).isEqualTo("+0.219");
    assertThat(figures.signed(-0.0066)).isEqualTo("−0.007");
  }

  @Test
  void durationsHaveTheirTwoLargestUnits() {
    assertThat(figures.time(Duration.ofMillis(840))).isEqualTo("0.8 s");
    assertThat(figures.time(Duration.ofSeconds(42))).isEqualTo("42 s");
    assertThat(figures.time(Duration.ofSeconds(227))).isEqualTo("3 min 47 s");
    assertThat(figures.time(Duration.ofMinutes(605))).isEqualTo("10 h 5 min");
  }

  @Test
  void namesBecomeWords() {
    assertThat(figures.words("colorJitter")).isEqualTo("color jitter");
    assertThat(figures.words("cross_entropy")).isEqualTo("cross entropy");
  }

  @Test
  void axisNumbersAreShort() {
    assertThat(Figures.short3(0)).isEqualTo("0");
    assertThat(Figures.short3(0.00035)).isEqualTo("3.5e−4");
    assertThat(Figures.short3(0.25)).isEqualTo("0.25");
    assertThat(Figures.short3(2500)).isEqualTo("2500");
    assertThat(Figures.short3(12_000)).isEqualTo("12k");
    assertThat(Figures.short3(1_500_000)).isEqualTo("1.5M");
    assertThat(Figures.short3(-20)).isEqualTo("−20");
  }

  @Property
  void anAxisHoldsItsPointsBetweenRoundEnds(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double one,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double other) {
    var axis = Axis.around("y", List.of(List.of(new Point(0, one), new Point(1, other))), Point::y);

    double slack = 1e-9 * (axis.high() - axis.low());
    assertThat(Math.min(one, other)).isGreaterThanOrEqualTo(axis.low() - slack);
    assertThat(Math.max(one, other)).isLessThanOrEqualTo(axis.high() + slack);
    assertThat(axis.ticks()).hasSizeBetween(2, 8).isSorted();
    assertThat(axis.ticks().get(0)).isEqualTo(axis.low());
    assertThat(axis.ticks().get(axis.ticks().size() - 1)).isEqualTo(axis.high());
  }
}
