package dev.facsimile.operator.transition;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.api.PipelineStatus.LastRun;
import dev.facsimile.operator.decide.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two statuses of a pipeline. */
public final class PipelineNotices {
  private PipelineNotices() {}

  /**
   * What is worth an Event: runs that began, the run that ended, and what is wrong with a spec.
   *
   * @param before the status that was written last; null before the first
   */
  public static List<Notice> of(PipelineStatus before, PipelineStatus after) {
    var notices = new ArrayList<Notice>();
    var known = before == null ? List.<String>of() : before.activeRuns();
    after.activeRuns().stream()
        .filter(run -> !known.contains(run))
        .map(run -> new Notice(run + "/start", false, Reason.RUN_STARTED, "Run " + run + " begins"))
        .forEach(notices::add);
    if (after.lastRun() != null && !after.lastRun().name().equals(lastRun(before))) {
      notices.add(end(after.lastRun()));
    }
    var told = Optional.ofNullable(before).flatMap(PipelineNotices::stalled).map(Notice::key);
    stalled(after)
        .filter(notice -> !told.equals(Optional.of(notice.key())))
        .ifPresent(notices::add);
    return List.copyOf(notices);
  }

  private static String lastRun(PipelineStatus status) {
    return status == null || status.lastRun() == null ? "" : status.lastRun().name();
  }

  private static Notice end(LastRun run) {
    var reason =
        run.outcome().equals("TimedOut")
            ? Reason.RUN_TIMED_OUT
            : Reason.of(run.outcome()).orElse(Reason.STAGE_FAILED);
    boolean isWarning = reason != Reason.SUCCEEDED && reason != Reason.CANCELLED;
    var result = run.result() == null ? "" : ": " + run.result();
    return new Notice(
        run.name() + "/end", isWarning, reason, "Run " + run.name() + " " + run.outcome() + result);
  }

  private static Optional<Notice> stalled(PipelineStatus status) {
    return Condition.find(status.conditions(), Condition.STALLED)
        .filter(condition -> condition.status().equals(Condition.TRUE))
        .flatMap(condition -> Reason.of(condition.reason()))
        .map(
            reason ->
                new Notice(
                    "stalled/" + status.observedGeneration() + "/" + reason.id(),
                    true,
                    reason,
                    Condition.find(status.conditions(), Condition.READY)
                        .map(Condition::message)
                        .orElse("")));
  }
}
