package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.observe.Intervals;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.StepFact;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides about a step whose Job has not ended. */
final class AtWork {
  private static final Set<String> BEGUN = Set.of("Running", "Succeeded");

  private final Draft draft;
  private final World world;
  private final JobView job;
  private final List<PodView> pods;
  private final int ignored;

  AtWork(Draft draft, JobView job) {
    this.draft = draft;
    this.world = draft.world();
    this.job = job;
    this.pods = world.podsOf(job.name());
    this.ignored = draft.ignoredFailures(job.name());
  }

  /**
   * Decides.
   *
   * @param isEnding whether the run comes to its end: what is at work may finish
   */
  void decide(StepFact fact, boolean isEnding) {
    if (world.stopsNow()) {
      stop();
    } else if (draft.before().attemptsEnded() >= job.attempt()) {
      draft.delete(job);
    } else if (failures() > world.spec().retries().infrastructure()) {
      var often = failures();
      draft.next().countInfrastructureFailures(ignored);
      draft.fail(
          Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED,
          "a share was ended by the infrastructure " + often + " times" + lastTime());
      draft.delete(job);
    } else if (isLost()) {
      draft.retry(
          Reason.NODE_LOST,
          "the nodes of all pods of %s have been silent for %s s"
              .formatted(job.name(), world.spec().timeouts().nodeLossSeconds()),
          job.name());
      draft.delete(job);
    } else {
      var wait = Waits.of(job, pods, Optional.ofNullable(world.warnings().get(job.name())));
      if (wait.isEmpty()) {
        progress(fact);
      } else if (isEnding) {
        stop();
      } else {
        await(wait.get());
      }
    }
  }

  private void stop() {
    draft.next().attemptEnded().state(StageState.PENDING, Reason.ENDING.id(), "its Job is deleted");
    draft.delete(job);
  }

  private int failures() {
    return draft.before().infrastructureFailures() + ignored;
  }

  private boolean isLost() {
    var limit = world.now().minusSeconds(world.spec().timeouts().nodeLossSeconds());
    var unfinished = pods.stream().filter(PodView::isUnfinished).toList();
    return !unfinished.isEmpty()
        && unfinished.stream()
            .allMatch(pod -> pod.unreachableSince().filter(limit::isAfter).isPresent());
  }

  private void await(Waits.Wait wait) {
    var since = draft.await(wait.reason(), wait.message());
    boolean queued = wait.reason() == Reason.QUEUED;
    var timeouts = world.spec().timeouts();
    var limit = queued ? timeouts.queueSeconds() : Integer.valueOf(timeouts.pendingSeconds());
    if (limit != null && draft.isOver(since, limit)) {
      draft.next().countFailure();
      draft.fail(
          queued ? Reason.QUEUE_TIMED_OUT : Reason.PENDING_TIMED_OUT,
          "waited for " + limit + " s: " + wait.message());
      draft.delete(job);
    }
  }

  private void progress(StepFact fact) {
    // A pod that is done shows before its Job's count does.
    boolean atWork = pods.stream().anyMatch(pod -> BEGUN.contains(pod.phase()));
    var retried =
        ignored == 0
            ? null
            : "tried again after " + ignored + " failures of the infrastructure" + lastTime();
    draft
        .next()
        .state(
            StageState.RUNNING,
            (atWork || job.succeeded() > 0 ? Reason.RUNNING : Reason.STARTING).id(),
            retried);
    draft.shares(job);
    if (draft.step().isDivided()) {
      int ended = job.succeeded() + Intervals.count(job.failedIndexes());
      report(ended, job.completions(), 100L * job.done() / Math.max(job.total(), 1));
    } else if (fact instanceof StepFact.Busy busy && busy.progress().isPresent()) {
      var reported = busy.progress().get();
      if (reported.total() > 0) {
        report(reported.done(), reported.total(), 100 * reported.done() / reported.total());
      }
    }
  }

  private void report(long done, long ofAttempt, long percent) {
    var estimate = Estimate.of(done, ofAttempt, percent, job.createdAt(), world.now());
    draft.next().progress(estimate.percent(), estimate.expectedAt());
  }

  private String lastTime() {
    return pods.stream()
        .filter(pod -> pod.phase().equals("Failed"))
        .reduce((first, second) -> second)
        .map(pod -> ", the last time: " + Ends.brief(pod))
        .orElse("");
  }
}
