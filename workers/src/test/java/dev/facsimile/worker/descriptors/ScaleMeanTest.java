package dev.facsimile.worker.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class ScaleMeanTest {
  @Test
  void everyScaleCountsAlikeHoweverLongItsVectors() {
    var mean = new ScaleMean(2, 2);

    mean.add(new float[] {10, 0, 0, -3});
    mean.add(new float[] {0, 0.1f, 0, -5});

    var unit = mean.unit();
    float half = (float) Math.sqrt(0.5);
    assertThat(unit).containsExactly(new float[] {half, half, 0, -1}, offset(1e-7f));
  }

  @Test
  void aVectorWithoutDirectionStaysZero() {
    var mean = new ScaleMean(1, 3);
    mean.add(new float[3]);

    assertThat(mean.unit()).containsExactly(0, 0, 0);
  }

  @Test
  void refusesAnotherNumberOfComponents() {
    assertThatThrownBy(() -> new ScaleMean(2, 3).add(new float[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
