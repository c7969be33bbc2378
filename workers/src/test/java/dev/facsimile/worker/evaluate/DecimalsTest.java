package dev.facsimile.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @Property
  void theTextOfANumberReadsBackAsTheNumber(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);

    assertThat(Decimals.parse(Decimals.text(value)))
        .isEqualTo(Double.valueOf(value == 0 ? 0.0 : value));
  }

  @Test
  void shortNumbersAreShort() {
    assertThat(Decimals.text(0.1)).isEqualTo("0.1");
    assertThat(Decimals.text(-0.0)).isEqualTo("0");
    assertThat(Decimals.text(100)).isEqualTo("100");
    assertThat(Decimals.text(2e-3)).isEqualTo("0.002");
    assertThat(Decimals.text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Decimals.text(1e300)).isEqualTo("1E+300");
    assertThat(Decimals.text(1.0 / 3)).isEqualTo("0.3333333333333333");
    assertThat(Decimals.text(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1d", "1f", "0x1p3", "1__0", "_1", "1_", "e5", "1e", "--1", "é"})
  void whatPythonRefusesIsRefused(String text) {
    assertThatThrownBy(() -> Decimals.parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void pythonsFormsAreRead() {
    assertThat(Decimals.parse(" 1_0.5 ")).isEqualTo(10.5);
    assertThat(Decimals.parse("+.8")).isEqualTo(0.8);
    assertThat(Decimals.parse("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Decimals.parse("NaN")).isNaN();
  }
}
