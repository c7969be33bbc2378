package dev.facsimile.operator.transition;

import static dev.facsimile.operator.transition.Stages.cached;
import static dev.facsimile.operator.transition.Stages.cutOff;
import static dev.facsimile.operator.transition.Stages.ended;
import static dev.facsimile.operator.transition.Stages.failed;
import static dev.facsimile.operator.transition.Stages.fresh;
import static dev.facsimile.operator.transition.Stages.lost;
import static dev.facsimile.operator.transition.Stages.made;
import static dev.facsimile.operator.transition.Stages.restarted;
import static dev.facsimile.operator.transition.Stages.running;
import static dev.facsimile.operator.transition.Stages.started;
import static dev.facsimile.operator.transition.Stages.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.decide.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionsTest {
  private static final String ARTIFACT = "ns/artifacts/train/ab";

  static Stream<Arguments> changes() {
    return Stream.of(
        change("a run appears", null, running(fresh()), "RunStarted: The run begins"),
        change(
            "a Job starts",
            running(fresh()),
            running(started()),
            "Starting: Stage model starts Job train-ab-1"),
        change("the Job is lost", running(started()), running(lost())),
        change("a second Job starts", running(lost()), running(restarted())),
        change(
            "no node is free",
            running(started()),
            running(waiting()),
            "Warning Unschedulable: Stage model waits: no gpu"),
        change("a node is free", running(waiting()), running(started())),
        change(
            "the artifact is made",
            running(started()),
            running(made()),
            "Completed: Stage model made " + ARTIFACT + " in 90 s"),
        change(
            "the artifact was there",
            running(fresh()),
            running(cached()),
            "Cached: Stage model was there already: " + ARTIFACT),
        change(
            "the stage fails and the run with it",
            running(started()),
            ended("Failed", "Failed", "Stage model (OutOfMemory): reached 8 GiB", failed()),
            "Warning OutOfMemory: Stage model failed (OutOfMemory): reached 8 GiB",
            "Warning StageFailed: Failed. Stage model (OutOfMemory): reached 8 GiB"),
        change(
            "a gate does not hold",
            running(made()),
            ended("GateFailed", "GateFailed", "microAp 0.4", made()),
            "Warning GateFailed: GateFailed. microAp 0.4"),
        change(
            "somebody cancels",
            running(made()),
            ended("Cancelled", "Cancelled", "The run was cancelled", made()),
            "Cancelled: Cancelled. The run was cancelled"),
        change(
            "a run is refused at once",
            null,
            ended("Failed", "InvalidSpec", "spec.stages is empty", fresh()),
            "Warning InvalidSpec: Failed. spec.stages is empty"),
        change(
            "the store is cut off",
            running(started()),
            cutOff(started()),
            "Warning StoreUnreachable: no route to store"),
        change("the store is back", cutOff(started()), running(started())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void tellsWhatIsNew(
      String what, PipelineRunStatus before, PipelineRunStatus after, List<String> told) {
    // when
    var notices = notices(before, after);

    // then
    assertThat(notices)
        .extracting(
            notice ->
                (notice.isWarning() ? "Warning " : "")
                    + notice.reason().id()
                    + ": "
                    + notice.message())
        .as(what)
        .isEqualTo(told);
    assertThat(Transitions.of(after, after)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void tellsTheSameUnderTheSameKeys(
      String what, PipelineRunStatus before, PipelineRunStatus after, List<String> told) {
    assertThat(notices(before, after)).as(what).isEqualTo(notices(before, after));
    assertThat(notices(before, after)).extracting(Notice::key).doesNotHaveDuplicates();
  }

  @Test
  void countsEveryAttemptButSpeaksOfTheFirst() {
    assertThat(Transitions.of(running(lost()), running(restarted())))
        .containsExactly(new Transition.JobStarted(restarted(), false));
    assertThat(Transitions.of(running(started()), running(lost())))
        .singleElement()
        .isInstanceOfSatisfying(
            Transition.StageRetried.class,
            retried -> assertThat(retried.cause()).isEqualTo(Reason.NODE_LOST.id()));
  }

  private static List<Notice> notices(PipelineRunStatus before, PipelineRunStatus after) {
    return Transitions.of(before, after).stream()
        .flatMap(transition -> transition.notice().stream())
        .toList();
  }

  private static Arguments change(
      String what, PipelineRunStatus before, PipelineRunStatus after, String... told) {
    return Arguments.of(what, before, after, List.of(told));
  }
}
