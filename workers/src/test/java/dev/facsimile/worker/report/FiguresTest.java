package dev.facsimile.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
}
