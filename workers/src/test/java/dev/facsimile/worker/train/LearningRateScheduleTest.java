package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.spec.TrainSpec.OptimizerSpec;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static LearningRateSchedule schedule(int warmup, int decayFrom, int epochs) {
    var spec = new OptimizerSpec(0.5, 0.1, warmup, decayFrom, 0.9, 0.999, 1e-8, 0);
    return new LearningRateSchedule(spec, epochs);
  }

  @Test
  void risesStaysAndFalls() {
    var schedule = schedule(2, 4, 8);
    assertThat(schedule.learningRate(0)).isEqualTo(0.05);
    assertThat(schedule.factor(1)).isCloseTo(0.55, within(1e-15));
    assertThat(schedule.factor(2)).isEqualTo(1);
    assertThat(schedule.factor(3)).isEqualTo(1);
    assertThat(schedule.factor(4)).isEqualTo(1);
    assertThat(schedule.factor(6)).isCloseTo(0.5, within(1e-15));
    assertThat(schedule.factor(7)).isCloseTo((1 - Math.sqrt(0.5)) / 2, within(1e-15));
  }

  @Test
  void phasesMayBeMissing() {
    assertThat(schedule(0, 0, 2).factor(0)).isEqualTo(1);
    assertThat(schedule(0, 0, 2).factor(1)).isCloseTo(0.5, within(1e-15));
    assertThat(schedule(0, 99, 3).factor(2)).isEqualTo(1);
  }
}
