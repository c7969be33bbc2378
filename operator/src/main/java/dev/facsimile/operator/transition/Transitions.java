package dev.facsimile.operator.transition;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.decide.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two statuses of a run. */
public final class Transitions {
  private Transitions() {}

  /**
   * What is new, in the order of telling.
   *
   * @param before the status that was written last; null before the first
   */
  public static List<Transition> of(PipelineRunStatus before, PipelineRunStatus after) {
    var found = new ArrayList<Transition>();
    if (before == null && !after.isFinished()) {
      found.add(new Transition.RunBegan());
    }
    if (isStoreLost(after) && (before == null || !isStoreLost(before))) {
      found.add(new Transition.StoreLost(message(after, Condition.STORE_REACHABLE)));
    }
    for (var stage : after.stages()) {
      var unknown = StageStatus.of(stage.name(), stage.type(), stage.version());
      stage(stageOf(before, stage.name()).orElse(unknown), stage, found);
    }
    if (before == null || waiting(before).isEmpty()) {
      waiting(after).map(Transition.RunWaits::new).ifPresent(found::add);
    }
    if (after.isFinished() && (before == null || !before.isFinished())) {
      found.add(end(after));
    }
    return List.copyOf(found);
  }

  private static void stage(StageStatus before, StageStatus after, List<Transition> found) {
    if (after.attempt() > before.attempt()) {
      found.add(new Transition.JobStarted(after, before.attempt() == 0));
    }
    if (after.state() == StageState.PENDING && endings(after) > endings(before)) {
      found.add(new Transition.StageRetried(after));
    }
    boolean isEnd = after.state() == StageState.SUCCEEDED || after.state() == StageState.FAILED;
    if (isEnd && after.state() != before.state()) {
      found.add(new Transition.StageEnded(after));
    }
  }

  private static int endings(StageStatus stage) {
    return stage.failures() + stage.infrastructureFailures() + stage.repairs();
  }

  private static Transition end(PipelineRunStatus after) {
    var reason =
        Condition.find(after.conditions(), Condition.SUCCEEDED)
            .flatMap(condition -> Reason.of(condition.reason()))
            .orElse(Reason.STAGE_FAILED);
    return new Transition.RunEnded(
        after.state(), reason, after.state() + ". " + message(after, Condition.SUCCEEDED));
  }

  private static Optional<StageStatus> stageOf(PipelineRunStatus before, String name) {
    return Optional.ofNullable(before).flatMap(status -> status.stage(name));
  }

  private static Optional<StageStatus> waiting(PipelineRunStatus status) {
    return status.stages().stream()
        .filter(stage -> stage.state() == StageState.WAITING)
        .findFirst();
  }

  private static boolean isStoreLost(PipelineRunStatus status) {
    return Condition.find(status.conditions(), Condition.STORE_REACHABLE)
        .filter(condition -> condition.status().equals(Condition.FALSE))
        .isPresent();
  }

  private static String message(PipelineRunStatus status, String type) {
    return Condition.find(status.conditions(), type).map(Condition::message).orElse("");
  }
}
