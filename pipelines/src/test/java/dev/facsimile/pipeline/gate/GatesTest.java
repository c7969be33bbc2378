package dev.facsimile.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.GateSpec.GainSpec;
import dev.facsimile.pipeline.spec.GateSpec.LevelSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GatesTest {

  /** Figures by {@code name.measure}. */
  private static Scores scores(Map<String, Double> figures) {
    return new Scores() {
      @Override
      public OptionalDouble of(String evaluation, Measure measure) {
        return find(evaluation + "." + measure.key());
      }

      @Override
      public OptionalDouble ofOther(String evaluation, String over, Measure measure) {
        return find(over + "." + measure.key());
      }

      private OptionalDouble find(String key) {
        var value = figures.get(key);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
      }
    };
  }

  private static GateSpec microAp(double atLeast) {
    return new GateSpec("score", new LevelSpec(atLeast), null, null, null, null);
  }

  private static GateSpec gain(double atLeast) {
    return new GateSpec("score", null, null, null, new GainSpec(atLeast, "production"), null);
  }

  @Test
  void levelHoldsFromItsBoundUpwards() {
    var scores = scores(Map.of("score.microAp", 0.55));
    var outcomes = Gates.judge(List.of(microAp(0.55), microAp(0.5501)), scores);
    assertThat(outcomes).extracting(GateOutcome::passed).containsExactly(true, false);
    assertThat(outcomes.get(1).message()).isEqualTo("score: microAp 0.5500 is below 0.5501");
  }

  @Test
  void levelThatWasNotMeasuredFails() {
    var outcome = Gates.judge(List.of(microAp(0)), scores(Map.of())).get(0);
    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.message()).isEqualTo("score: microAp was not measured");
  }

  @Test
  void gainIsTheDifference() {
    var scores = scores(Map.of("score.microAp", 0.75, "production.microAp", 0.5));
    var outcomes = Gates.judge(List.of(gain(0.25), gain(0.3)), scores);
    assertThat(outcomes).extracting(GateOutcome::passed).containsExactly(true, false);
    assertThat(outcomes.get(0).value()).hasValue(0.25);
    assertThat(outcomes.get(0).message())
        .isEqualTo("score: microApGain 0.2500 over \"production\" is at least 0.2500");
  }

  @Test
  void firstReleaseHasNothingToSurpass() {
    var outcome = Gates.judge(List.of(gain(0.1)), scores(Map.of("score.microAp", 0.1))).get(0);
    assertThat(outcome.passed()).isTrue();
    assertThat(outcome.message()).contains("nothing named \"production\"");
  }

  @Test
  void everyConditionOfAGateIsJudged() {
    var gate =
        new GateSpec(
            "score",
            new LevelSpec(0.1),
            new LevelSpec(0.2),
            new LevelSpec(0.3),
            new GainSpec(0, "other"),
            new GainSpec(0, "other"));
    var outcomes = Gates.judge(List.of(gate), scores(Map.of()));
    assertThat(outcomes)
        .extracting(GateOutcome::measure)
        .containsExactly("microAp", "recallAtP90", "recallAt1", "microApGain", "recallAtP90Gain");
  }
}
