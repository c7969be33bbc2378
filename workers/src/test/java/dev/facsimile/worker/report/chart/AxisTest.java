package dev.facsimile.worker.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void numbersAreShort() {
    assertThat(Axis.number(0)).isEqualTo("0");
    assertThat(Axis.number(0.00035)).isEqualTo("3.5e−4");
    assertThat(Axis.number(0.25)).isEqualTo("0.25");
    assertThat(Axis.number(2500)).isEqualTo("2500");
    assertThat(Axis.number(12_000)).isEqualTo("12k");
    assertThat(Axis.number(1_500_000)).isEqualTo("1.5M");
    assertThat(Axis.number(-20)).isEqualTo("−20");
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
