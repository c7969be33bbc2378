package dev.facsimile.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.task.ExitCode;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ReasonTest {
  /** Reasons under which there is nothing for a reader to do. */
  private static final EnumSet<Reason> NOTHING_TO_DO =
      EnumSet.of(
          Reason.NEEDS_INPUTS,
          Reason.ENDING,
          Reason.STARTING,
          Reason.RUNNING,
          Reason.CACHED,
          Reason.COMPLETED,
          Reason.MADE_BY_ANOTHER_RUN,
          Reason.REPAIRING,
          Reason.NODE_LOST,
          Reason.JOB_DELETED,
          Reason.RUN_STARTED,
          Reason.SUCCEEDED);

  @Test
  void everyOtherReasonTellsWhatToDoNext() {
    for (var reason : Reason.values()) {
      var explained = reason.explain("It is so");
      if (NOTHING_TO_DO.contains(reason)) {
        assertThat(explained).isEqualTo("It is so");
      } else {
        assertThat(explained).as(reason.id()).startsWith("It is so. Next: ").endsWith(".");
      }
      assertThat(Reason.of(reason.id())).contains(reason);
    }
  }

  @Test
  void everyExitCodeOfAWorkerHasAReason() {
    assertThat(Reason.ofExit(ExitCode.DIVERGED.code())).isEqualTo(Reason.DIVERGED);
    assertThat(Reason.ofExit(ExitCode.BAD_CONFIGURATION.code()))
        .isEqualTo(Reason.BAD_CONFIGURATION);
    assertThat(Reason.ofExit(139)).isEqualTo(Reason.KILLED);
    assertThat(Reason.ofExit(1)).isEqualTo(Reason.INTERNAL_ERROR);
  }
}
