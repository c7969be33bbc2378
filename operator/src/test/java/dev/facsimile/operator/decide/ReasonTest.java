package dev.facsimile.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.pipeline.task.ExitCode;
import java.util.ArrayList;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
          Reason.INTERRUPTED,
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
      assertThat(reason.explain(explained)).as("said twice").isEqualTo(explained);
      assertThat(Reason.bare(explained)).startsWith("It is so").doesNotContain("Next");
    }
  }

  /** "Next:" stands in a run's message once, whatever failed its stages. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      names = {"NEEDS_INPUTS", "ENDING", "STARTING", "RUNNING", "CACHED", "COMPLETED"},
      mode = EnumSource.Mode.EXCLUDE)
  void aRunThatFailedByTheReasonSaysOnceWhatToDoNext(Reason reason) {
    var one = Reason.STAGE_FAILED.explain(failed(reason));
    var two = Reason.STAGE_FAILED.explain(failed(reason, reason));

    assertThat(one).contains("it is so").containsOnlyOnce("Next: ");
    assertThat(one).contains(reason.next().isEmpty() ? Reason.STAGE_FAILED.next() : reason.next());
    assertThat(two).contains("Stage a ", "Stage b ").containsOnlyOnce("Next: ");
    assertThat(two).endsWith(Reason.STAGE_FAILED.next());
  }

  private static String failed(Reason... reasons) {
    var stages = new ArrayList<StageStatus>();
    for (var reason : reasons) {
      var name = stages.isEmpty() ? "a" : "b";
      stages.add(
          StageStatus.of(name, "train", 1).toBuilder()
              .state(StageState.FAILED, reason.id(), reason.explain("it is so"))
              .build());
    }
    return Decider.failures(stages);
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
