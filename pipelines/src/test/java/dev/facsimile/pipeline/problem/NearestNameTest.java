package dev.facsimile.pipeline.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void distanceCountsInsertionsDeletionsSubstitutionsAndSwaps() {
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.distance("model", "modle")).isEqualTo(1);
    assertThat(NearestName.distance("epocs", "epochs")).isEqualTo(1);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("same", "same")).isZero();
  }

  @Test
  void nearestIsMeantUnlessItIsFar() {
    var names = List.of("model", "modern", "queries");
    assertThat(NearestName.hint("Modle", names)).isEqualTo("; did you mean \"model\"?");
    assertThat(NearestName.to("references", names)).isEmpty();
    assertThat(NearestName.hint("x", List.of())).isEmpty();
  }
}
