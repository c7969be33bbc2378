package dev.facsimile.operator.decide;

import static dev.facsimile.operator.decide.Situation.NOW;
import static dev.facsimile.operator.decide.Situation.atWork;
import static dev.facsimile.operator.decide.Situation.exited;
import static dev.facsimile.operator.decide.Situation.failed;
import static dev.facsimile.operator.decide.Situation.fresh;
import static dev.facsimile.operator.decide.Situation.made;
import static dev.facsimile.operator.decide.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRunSpec.Cancel;
import dev.facsimile.operator.api.StageState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How runs end, and what of stages their status tells. */
class DeciderRunEndsTest {
  private static final String HOLDS = "microAp of score is 0.61, at least 0.55 is asked: holds";
  private static final String FAILS = "microAp of score is 0.41, at least 0.55 is asked: fails";

  private static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(
            "every gate holds",
            made().concluded(true, HOLDS, "production is this run").recorded("Succeeded"),
            "Succeeded",
            "True Succeeded"),
        Arguments.of(
            "a newer run has the alias: no failure",
            made().concluded(true, HOLDS, "production is the newer run b").recorded("Succeeded"),
            "Succeeded",
            "True Succeeded"),
        Arguments.of(
            "a gate does not hold",
            made().concluded(false, FAILS, "production is unchanged").recorded("GateFailed"),
            "GateFailed",
            "False GateFailed"),
        Arguments.of(
            "a stage failed",
            failed("0", exited(0, 65)).recorded("Failed"),
            "Failed",
            "False Failed"),
        Arguments.of(
            "a stage failed, then it was cancelled",
            failed("0", exited(0, 65)).cancelled(Cancel.NOW).recorded("Failed"),
            "Failed",
            "False Failed"),
        Arguments.of(
            "cancelled",
            fresh().cancelled(Cancel.GRACEFUL).recorded("Cancelled"),
            "Cancelled",
            "False Cancelled"),
        Arguments.of(
            "too long",
            fresh().spec("timeouts: {runSeconds: 30}").recorded("Failed"),
            "TimedOut",
            "False RunTimedOut"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void aRunEndsWhenItsRecordSaysSo(
      String story, Situation situation, String state, String succeeded) {
    // when
    var status = situation.decide().status();

    // then
    assertThat(status.isFinished()).isTrue();
    assertThat(status.state()).isEqualTo(state);
    var condition = Condition.find(status.conditions(), Condition.SUCCEEDED).orElseThrow();
    assertThat(condition.status() + " " + condition.reason()).isEqualTo(succeeded);
    if (!state.equals("Succeeded")) {
      assertThat(condition.message()).containsOnlyOnce("Next: ");
    }
    assertThat(status.stages()).allMatch(stage -> stage.state().isFinal());
    assertThat(status.record()).isEqualTo("ns/run.json");

    // and until then it goes on
    assertThat(situation.recorded("Running").decide().status().isFinished()).isFalse();
  }

  @Test
  void gatesPromotionAndFiguresAreTold() {
    var promotion = "production is the newer run b";

    var status = made().concluded(true, HOLDS, promotion).recorded("Succeeded").decide().status();

    assertThat(status.gates()).containsExactly(HOLDS);
    assertThat(status.promotion()).isEqualTo(promotion);
    assertThat(status.result()).isEqualTo("score 0.61");
  }

  @Test
  void aStoreThatDoesNotAnswerChangesNothingButItsCondition() {
    // given
    var running = atWork(running()).decide().status();
    var writer = new StatusWriter(1L, NOW);

    // when
    var away = writer.unreachable(running, "connection refused");

    // then
    assertThat(away.stages()).isEqualTo(running.stages());
    assertThat(away.state()).isEqualTo("Running");
    assertThat(Condition.find(away.conditions(), Condition.STORE_REACHABLE))
        .hasValueSatisfying(
            condition -> {
              assertThat(condition.status()).isEqualTo("False");
              assertThat(condition.message()).startsWith("connection refused. Next: ");
            });

    // and when it answers again
    var back = writer.running(away, running.stages());
    assertThat(Condition.find(back.conditions(), Condition.STORE_REACHABLE))
        .hasValueSatisfying(condition -> assertThat(condition.status()).isEqualTo("True"));
  }

  @Test
  void aCachedStageSaysSoAndTookNoTime() {
    var stage = made().stage();

    assertThat(stage.cached()).isTrue();
    assertThat(stage.reason()).isEqualTo("Cached");
    assertThat(stage.key()).isEqualTo("ns/artifacts/synthesize/b");
    assertThat(stage.digest()).isEqualTo("d2");
    assertThat(stage.shares().done()).isEqualTo(5);
    assertThat(stage.durationSeconds()).isNull();
  }

  @Test
  void aStageThatWasMadeTellsHowLongItTook() {
    var stage =
        made()
            .was(
                before ->
                    before.toBuilder()
                        .attempt(1, Situation.name(1), NOW.minusSeconds(42).toString())
                        .build())
            .stage();

    assertThat(stage.cached()).isFalse();
    assertThat(stage.reason()).isEqualTo("Completed");
    assertThat(stage.durationSeconds()).isEqualTo(42);
  }

  @Test
  void anAdoptedJobHasTheSharesThatWereThereBefore() {
    var job = Situation.job(Situation.UID, 1, java.util.Optional.empty());

    var shares = fresh().job(job).stage().shares();

    assertThat(shares.total()).isEqualTo(5);
    assertThat(shares.done()).isEqualTo(2);
  }

  @Test
  void whatWasExpectedIsNotWhenTheWorkStops() {
    var stage =
        atWork(Situation.waiting("Unschedulable", "no gpu"))
            .was(before -> before.toBuilder().progress(40, "2026-01-01T01:00:00Z").build())
            .stage();

    assertThat(stage.state()).isEqualTo(StageState.WAITING);
    assertThat(stage.waitingSince()).isEqualTo(NOW.toString());
    assertThat(stage.percent()).isEqualTo(40);
    assertThat(stage.expectedAt()).isNull();
  }
}
