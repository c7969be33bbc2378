package dev.facsimile.operator.transition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.decide.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.5Z");
  private static final Notice NOTICE = new Notice("end", true, Reason.GATE_FAILED, "microAp 0.4");

  @Test
  void pointsAtTheRun() {
    var event = Events.of(run("p-g1", "uid-1"), NOTICE, NOW);

    assertThat(event.getInvolvedObject().getKind()).isEqualTo("PipelineRun");
    assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("facsimile.dev/v1alpha1");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-1");
    assertThat(event.getMetadata().getNamespace()).isEqualTo("red");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("GateFailed");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void hasOneNameForOneKeyOfOneRun() {
    var name = name(run("p-g1", "uid-1"), NOTICE);

    assertThat(name(run("p-g1", "uid-1"), new Notice("end", false, Reason.SUCCEEDED, "")))
        .isEqualTo(name);
    assertThat(name(run("p-g1", "uid-2"), NOTICE)).isNotEqualTo(name);
    assertThat(name(run("p-g1", "uid-1"), new Notice("start", true, Reason.GATE_FAILED, "")))
        .isNotEqualTo(name);
  }

  @Test
  void fitsWhatTheClusterTakes() {
    var run = run("a".repeat(199) + "-" + "b".repeat(53), "uid-1");
    var event = Events.of(run, new Notice("end", true, Reason.STAGE_FAILED, "x".repeat(5000)), NOW);

    assertThat(event.getMetadata().getName())
        .hasSizeLessThanOrEqualTo(253)
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    assertThat(event.getMessage()).hasSize(1024).endsWith(" ...");
  }

  private static String name(PipelineRun run, Notice notice) {
    return Events.of(run, notice, NOW).getMetadata().getName();
  }

  private static PipelineRun run(String name, String uid) {
    var run = new PipelineRun();
    run.getMetadata().setName(name);
    run.getMetadata().setNamespace("red");
    run.getMetadata().setUid(uid);
    return run;
  }
}
