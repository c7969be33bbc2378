package dev.facsimile.operator.transition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.api.PipelineStatus.LastRun;
import dev.facsimile.operator.decide.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineNoticesTest {
  private static final PipelineStatus IDLE = status(1, List.of(), null, Condition.FALSE, "", null);

  @Test
  void aRunBeginsAndEnds() {
    // given
    var running = status(1, List.of("p-g1"), null, Condition.FALSE, "", null);
    var ended =
        status(
            1,
            List.of(),
            new LastRun("p-g1", "Succeeded", "microAp 0.61", "2026"),
            Condition.FALSE,
            "",
            null);

    // then
    assertThat(PipelineNotices.of(IDLE, running))
        .containsExactly(new Notice("p-g1/start", false, Reason.RUN_STARTED, "Run p-g1 begins"));
    assertThat(PipelineNotices.of(running, ended))
        .containsExactly(
            new Notice("p-g1/end", false, Reason.SUCCEEDED, "Run p-g1 Succeeded: microAp 0.61"));
    assertThat(PipelineNotices.of(ended, ended)).isEmpty();
  }

  @Test
  void aRunThatTookTooLongIsAWarning() {
    var late = new LastRun("p-g1", "TimedOut", null, "2026");

    assertThat(PipelineNotices.of(IDLE, status(1, List.of(), late, Condition.FALSE, "", null)))
        .containsExactly(new Notice("p-g1/end", true, Reason.RUN_TIMED_OUT, "Run p-g1 TimedOut"));
  }

  @Test
  void aWrongSpecIsToldOncePerGeneration() {
    // given
    var wrong = wrong(2, "spec.stages is empty");

    // then
    assertThat(PipelineNotices.of(null, wrong))
        .containsExactly(
            new Notice("stalled/2/InvalidSpec", true, Reason.INVALID_SPEC, "spec.stages is empty"));
    assertThat(PipelineNotices.of(wrong, wrong(2, "in other words"))).isEmpty();
    assertThat(PipelineNotices.of(wrong, wrong(3, "still wrong"))).hasSize(1);
  }

  private static PipelineStatus wrong(long generation, String message) {
    return status(generation, List.of(), null, Condition.TRUE, "InvalidSpec", message);
  }

  private static PipelineStatus status(
      long generation,
      List<String> active,
      LastRun lastRun,
      String stalled,
      String reason,
      String message) {
    var conditions =
        List.of(
            new Condition(Condition.READY, "", reason, message, null, generation),
            new Condition(Condition.STALLED, stalled, reason, null, null, generation));
    return new PipelineStatus(
        generation, conditions, "Idle", null, null, active, lastRun, null, null);
  }
}
