package dev.facsimile.operator.trigger;

import static dev.facsimile.operator.trigger.Given.CREATED;
import static dev.facsimile.operator.trigger.Given.decide;
import static dev.facsimile.operator.trigger.Given.finished;
import static dev.facsimile.operator.trigger.Given.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRunSpec.Trigger;
import dev.facsimile.operator.trigger.PipelineDecision.NewRun;
import dev.facsimile.operator.trigger.PipelineWorld.Run;
import org.junit.jupiter.api.Test;

class PipelineDeciderTest {
  private static final String HOURLY =
      "schedule: {cron: '0 * * * *', timeZone: Etc/UTC}, triggers: {onSpecChange: false}, ";

  @Test
  void aNewPipelineRunsOnce() {
    // when
    var first = decide(spec(""), 1, null, CREATED);

    // then
    assertThat(first.creates())
        .containsExactly(new NewRun("p-g1", Trigger.SPEC_CHANGE, SpecHash.of(spec(""))));
    assertThat(first.status().triggered().run()).isEqualTo("p-g1");

    // and when the run is there and nothing else has changed
    var run = new Run("p-g1", SpecHash.of(spec("")), null);
    var second = decide(spec(""), 1, first.status(), CREATED, run);
    assertThat(second.creates()).isEmpty();
    assertThat(second.status().activeRuns()).containsExactly("p-g1");
  }

  @Test
  void whatIsNoPartOfTheWorkTriggersNothing() {
    var before = decide(spec(""), 1, null, CREATED).status();
    var run = finished("p-g1", spec(""), "Succeeded");

    var later = decide(spec("history: {failed: 1}, "), 2, before, CREATED, run);

    assertThat(later.creates()).isEmpty();
    assertThat(later.status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void aChangeDuringARunWaitsAndTheNewestSpecRunsNext() {
    var before = decide(spec(""), 1, null, CREATED).status();
    var running = new Run("p-g1", SpecHash.of(spec("")), null);

    var during = decide(spec("triggerNonce: 1, "), 2, before, CREATED, running);
    assertThat(during.creates()).isEmpty();
    assertThat(Condition.find(during.status().conditions(), Condition.RECONCILING))
        .hasValueSatisfying(condition -> assertThat(condition.status()).isEqualTo("True"));

    var ended = finished("p-g1", spec(""), "Failed");
    var after = decide(spec("triggerNonce: 2, "), 3, during.status(), CREATED, ended);
    assertThat(after.creates()).extracting(NewRun::name).containsExactly("p-g3");
  }

  @Test
  void aRevertedSpecRunsAgainAlthoughItRanBefore() {
    var one = finished("p-g1", spec(""), "Succeeded");
    var two = finished("p-g2", spec("triggerNonce: 1, "), "Succeeded");
    var before = decide(spec("triggerNonce: 1, "), 2, null, CREATED, one, two).status();

    var reverted = decide(spec(""), 3, before, CREATED, one, two);

    assertThat(reverted.creates()).extracting(NewRun::name).containsExactly("p-g3");
  }

  @Test
  void aRunThatWasCreatedJustBeforeTheOperatorDiedIsNotCreatedAgain() {
    var created = new Run("p-g1", SpecHash.of(spec("")), null);

    var again = decide(spec(""), 2, null, CREATED, created);

    assertThat(again.creates()).isEmpty();
    assertThat(again.status().triggered().run()).isEqualTo("p-g1");
  }

  @Test
  void suspendedStartsNothing() {
    var decision = decide(spec("suspend: true, " + HOURLY), 1, null, CREATED.plusSeconds(9000));

    assertThat(decision.creates()).isEmpty();
    assertThat(decision.status().state()).isEqualTo("Suspended");
  }

  @Test
  void ofMissedTicksTheLatestIsMadeUpFor() {
    // when the operator comes back three hours later
    var decision = decide(spec(HOURLY), 1, null, CREATED.plusSeconds(3 * 3600));

    // then
    assertThat(decision.creates())
        .extracting(NewRun::name, NewRun::trigger)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("p-202601010300", Trigger.SCHEDULE));
    assertThat(decision.status().nextScheduledAt()).isEqualTo("2026-01-01T04:00:00Z");
    assertThat(decide(spec(HOURLY), 1, decision.status(), CREATED.plusSeconds(3 * 3600)).creates())
        .isEmpty();
  }

  @Test
  void aTickDuringARunFollowsTheConcurrencyPolicy() {
    var running = new Run("p-g1", SpecHash.of(spec("")), null);
    var tick = CREATED.plusSeconds(3600);

    var forbid = decide(spec(HOURLY), 1, null, tick, running);
    assertThat(forbid.creates()).isEmpty();
    assertThat(forbid.status().lastScheduledAt()).isEqualTo("2026-01-01T01:00:00Z");

    var replace = decide(spec(HOURLY + "concurrencyPolicy: Replace, "), 1, null, tick, running);
    assertThat(replace.cancels()).containsExactly("p-g1");
    assertThat(replace.creates()).hasSize(1);

    var allow = decide(spec(HOURLY + "concurrencyPolicy: Allow, "), 1, null, tick, running);
    assertThat(allow.cancels()).isEmpty();
    assertThat(allow.creates()).hasSize(1);
  }

  @Test
  void oldRunsGoByTheirKind() {
    var spec = spec("history: {successful: 1, failed: 0}, ");
    var runs =
        new Run[] {
          finished("a", spec, "Succeeded"),
          finished("b", spec, "Failed"),
          finished("c", spec, "Succeeded"),
          new Run("d", SpecHash.of(spec), null)
        };

    assertThat(decide(spec, 1, null, CREATED, runs).deletes()).containsExactly("a", "b");
  }
}
