package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.ShareCounts;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.api.StageStatusBuilder;
import dev.facsimile.operator.observe.Intervals;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.Step;
import java.time.Instant;
import java.util.List;

/**
 * The next status of a step while it is being decided about, with what is done for it.
 *
 * @param before the status that was written last
 * @param next what it becomes
 * @param actions what is done, in this order
 */
record Draft(
    World world, Step step, StageStatus before, StageStatusBuilder next, List<Action> actions) {
  private static final int LONGEST_LIST = 1024;

  /** It will not succeed in this run. */
  void fail(Reason reason, String message) {
    next.state(StageState.FAILED, reason.id(), reason.explain(message))
        .finishedAt(world.now().toString());
  }

  /** The attempt was ended by the infrastructure: another one, as long as the budget lasts. */
  void retry(Reason reason, String message, String job) {
    next.countInfrastructureFailures(1 + ignoredFailures(job));
    if (next.build().infrastructureFailures() > world.spec().retries().infrastructure()) {
      fail(Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED, message);
    } else {
      next.state(StageState.PENDING, reason.id(), message);
    }
  }

  /** How often the infrastructure ended the share of a Job that had the worst luck. */
  int ignoredFailures(String job) {
    return world.podsOf(job).stream().mapToInt(PodView::ignoredFailures).max().orElse(0);
  }

  /**
   * It waits for something in the cluster. Waiting for a queue, for another run and for anything
   * else have times of their own.
   *
   * @return since when
   */
  Instant await(Reason reason, String message) {
    if (!kind(reason.id()).equals(kind(before.reason()))) {
      next.state(StageState.PENDING, null, null);
    }
    next.state(StageState.WAITING, reason.id(), reason.explain(message))
        .waitingSince(world.now().toString());
    return Instant.parse(next.build().waitingSince());
  }

  private static String kind(String reason) {
    boolean isApart =
        Reason.QUEUED.id().equals(reason) || Reason.MADE_BY_ANOTHER_RUN.id().equals(reason);
    return isApart ? reason : "";
  }

  /** Whether seconds have passed. */
  boolean isOver(Instant since, int seconds) {
    return since.plusSeconds(seconds).isBefore(world.now());
  }

  /** What a Job has made of the shares, if there are any. */
  void shares(JobView job) {
    if (step.isDivided()) {
      int failed = Intervals.count(job.failedIndexes());
      next.shares(
          new ShareCounts(
              job.total(),
              job.done(),
              failed,
              failed == 0 ? null : Intervals.cut(job.failedIndexes(), LONGEST_LIST)));
    }
  }

  /** Lets the cluster remove a finished Job. */
  void expire(JobView job) {
    if (job.isFinished() && !job.hasTtl() && !job.isDeleting()) {
      actions.add(new Action.ExpireJob(job.name()));
    }
  }

  /** Deletes a Job with its pods. */
  void delete(JobView job) {
    if (!job.isDeleting()) {
      actions.add(new Action.DeleteJob(job.name(), job.uid()));
    }
  }
}
