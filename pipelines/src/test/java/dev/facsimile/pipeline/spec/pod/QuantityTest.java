package dev.facsimile.pipeline.spec.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void amountsAreInBaseUnits() {
    assertThat(Quantity.of("4").amount()).isEqualByComparingTo("4");
    assertThat(Quantity.of("3500m").amount()).isEqualByComparingTo("3.5");
    assertThat(Quantity.of("128Gi").amount()).isEqualByComparingTo("137438953472");
    assertThat(Quantity.of("1.5k").amount()).isEqualByComparingTo("1500");
    assertThat(Quantity.of("2e3").amount()).isEqualByComparingTo("2000");
    assertThat(Quantity.of("1E").amount()).isEqualByComparingTo("1e18");
    assertThat(Quantity.of(".5").amount()).isEqualByComparingTo("0.5");
    assertThat(Quantity.of("3.").amount()).isEqualByComparingTo("3");
  }

  @Test
  void otherTextsAreNone() {
    for (var text : List.of("", "4 GB", "Gi", "-1", "1KB", "1..2")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Quantity.of(text).amount())
          .withMessageContaining("not a quantity");
    }
  }
}
