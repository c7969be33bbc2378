package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.ShareCounts;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.api.StageStatusBuilder;
import dev.facsimile.operator.desired.JobNames;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about one step of a run. */
final class StepDecider {
  private static final int LONGEST_LIST = 1024;

  private final World world;
  private final Optional<Reason> hold;
  private final Step step;
  private final StageStatus before;
  private final StageStatusBuilder next;
  private final List<Action> actions = new ArrayList<>();

  /**
   * A decider.
   *
   * @param hold why no new Job is created; empty when one may be
   */
  StepDecider(World world, Optional<Reason> hold, Step step, StageStatus before) {
    this.world = world;
    this.hold = hold;
    this.step = step;
    this.before = before;
    this.next = before.toBuilder();
  }

  /** The step's next status, and what is done for it. */
  record Outcome(StageStatus status, List<Action> actions) {}

  /** Decides. */
  Outcome decide() {
    var fact = world.facts().steps().get(step.name());
    fact.fingerprint().ifPresent(next::fingerprint);
    if (fact instanceof StepFact.Blocked blocked) {
      next.state(
          StageState.PENDING,
          Reason.NEEDS_INPUTS.id(),
          "after " + String.join(", ", blocked.awaited()));
    } else if (fact instanceof StepFact.Refused refused) {
      fail(Reason.ofExit(refused.code()), refused.message());
    } else if (fact instanceof StepFact.Present present) {
      succeed(present);
    } else {
      work(fact.fingerprint().orElseThrow(), fact);
    }
    return new Outcome(next.build(), actions);
  }

  private void succeed(StepFact.Present present) {
    var status = next.build();
    boolean cached =
        before.state() == StageState.SUCCEEDED && before.cached() != null
            ? before.cached()
            : status.attempt() == 0;
    next.state(StageState.SUCCEEDED, (cached ? Reason.CACHED : Reason.COMPLETED).id(), null)
        .artifact(present.key(), present.digest(), cached)
        .shares(
            step.isDivided() ? new ShareCounts(present.shares(), present.shares(), 0, null) : null)
        .progress(null, null)
        .finishedAt(world.now().toString())
        .attemptEnded();
    world.ownJobs(present.id()).forEach(this::expire);
  }

  private void work(String fingerprint, StepFact fact) {
    if (before.state() == StageState.FAILED && fingerprint.equals(before.fingerprint())) {
      world.ownJobs(fingerprint).forEach(this::end);
      return;
    }
    var jobs = world.ownJobs(fingerprint);
    var latest = jobs.stream().findFirst();
    latest.filter(job -> job.attempt() > next.build().attempt()).ifPresent(this::adopt);
    var status = next.build();
    if (latest.isPresent() && !latest.get().isFinished()) {
      run(latest.get(), fact);
    } else if (status.attempt() <= status.attemptsEnded()) {
      jobs.forEach(this::expire);
      start(fingerprint, fact);
    } else if (latest.isPresent()) {
      account(latest.get());
    } else {
      retry(Reason.JOB_DELETED, "the Job " + status.job() + " was deleted before its end", 1);
    }
  }

  private void adopt(JobView job) {
    next.attempt(job.attempt(), job.name(), job.createdAt().toString());
  }

  private void start(String fingerprint, StepFact fact) {
    if (!(fact instanceof StepFact.Missing missing)) {
      return;
    }
    var other = world.foreignJob(fingerprint);
    var remains = remains(before.job());
    if (hold.isPresent()) {
      next.state(StageState.PENDING, hold.get().id(), hold.get().explain(""));
    } else if (other.isPresent()) {
      next.state(
              StageState.WAITING,
              Reason.MADE_BY_ANOTHER_RUN.id(),
              "made by run " + other.get().run())
          .waitingSince(world.now().toString());
    } else if (remains.isPresent()) {
      next.state(
          StageState.PENDING,
          Reason.STARTING.id(),
          "pod " + remains.get().name() + " has not ended");
    } else {
      int attempt = Math.max(world.lastAttempt(fingerprint), next.build().attempt()) + 1;
      var job = JobNames.of(step.type(), fingerprint, attempt);
      next.attempt(attempt, job, world.now().toString())
          .state(StageState.RUNNING, Reason.STARTING.id(), null)
          .shares(
              step.isDivided()
                  ? new ShareCounts(missing.total(), missing.total() - missing.missing(), 0, null)
                  : null);
      actions.add(new Action.CreateJob(step.name(), attempt, job, missing));
    }
  }

  /**
   * A pod of an earlier attempt that may still be at work; one that nobody hears of is harmless.
   */
  private Optional<PodView> remains(String job) {
    return world.podsOf(job == null ? "" : job).stream()
        .filter(PodView::isUnfinished)
        .filter(pod -> pod.unreachableSince().isEmpty())
        .findFirst();
  }

  private void run(JobView job, StepFact fact) {
    var pods = world.podsOf(job.name());
    int ignored = pods.stream().mapToInt(PodView::ignoredFailures).max().orElse(0);
    if (world.stopsNow()) {
      next.attemptEnded().state(StageState.PENDING, Reason.ENDING.id(), "its pods are deleted");
      delete(job);
    } else if (before.attemptsEnded() >= job.attempt()) {
      delete(job);
    } else if (before.infrastructureFailures() + ignored
        > world.spec().retries().infrastructure()) {
      next.countInfrastructureFailures(ignored);
      fail(
          Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED,
          "a share was ended by the infrastructure "
              + (before.infrastructureFailures() + ignored)
              + " times"
              + lastFailure(pods).map(text -> ", the last time: " + text).orElse(""));
      delete(job);
    } else if (isLost(pods)) {
      retry(
          Reason.NODE_LOST,
          "the nodes of all pods of "
              + job.name()
              + " have been silent for "
              + world.spec().timeouts().nodeLossSeconds()
              + " s",
          1);
      delete(job);
    } else {
      var wait = Waits.of(job, pods, Optional.ofNullable(world.warnings().get(job.name())));
      if (wait.isPresent()) {
        await(job, wait.get());
      } else {
        progress(job, pods, fact, ignored);
      }
    }
  }

  private boolean isLost(List<PodView> pods) {
    var limit = world.now().minusSeconds(world.spec().timeouts().nodeLossSeconds());
    var unfinished = pods.stream().filter(PodView::isUnfinished).toList();
    return !unfinished.isEmpty()
        && unfinished.stream()
            .allMatch(pod -> pod.unreachableSince().filter(limit::isAfter).isPresent());
  }

  private void await(JobView job, Waits.Wait wait) {
    next.state(StageState.WAITING, wait.reason().id(), wait.reason().explain(wait.message()))
        .waitingSince(world.now().toString());
    boolean queued = wait.reason() == Reason.QUEUED;
    var timeouts = world.spec().timeouts();
    var limit = queued ? timeouts.queueSeconds() : Integer.valueOf(timeouts.pendingSeconds());
    var since = java.time.Instant.parse(next.build().waitingSince());
    if (limit != null && since.plusSeconds(limit).isBefore(world.now())) {
      next.countFailure();
      fail(
          queued ? Reason.QUEUE_TIMED_OUT : Reason.PENDING_TIMED_OUT,
          "waited for " + limit + " s: " + wait.message());
      delete(job);
    }
  }

  private void progress(JobView job, List<PodView> pods, StepFact fact, int ignored) {
    boolean atWork = pods.stream().anyMatch(pod -> pod.phase().equals("Running"));
    var retried =
        ignored == 0
            ? null
            : "tried again after "
                + ignored
                + " failures of the infrastructure"
                + lastFailure(pods).map(text -> ", the last: " + text).orElse("");
    next.state(
        StageState.RUNNING,
        (atWork || job.succeeded() > 0 ? Reason.RUNNING : Reason.STARTING).id(),
        retried);
    if (step.isDivided()) {
      int total = before.shares() == null ? job.completions() : before.shares().total();
      int done = Math.max(total - job.completions(), 0) + job.succeeded();
      int failed = Intervals.count(job.failedIndexes());
      next.shares(
          new ShareCounts(
              total,
              done,
              failed,
              failed == 0 ? null : Intervals.cut(job.failedIndexes(), LONGEST_LIST)));
      report(
          Estimate.of(
              job.succeeded() + failed,
              job.completions(),
              100L * done / Math.max(total, 1),
              job.createdAt(),
              world.now()));
    } else if (fact instanceof StepFact.Busy busy && busy.progress().isPresent()) {
      var reported = busy.progress().get();
      if (reported.total() > 0) {
        report(
            Estimate.of(
                reported.done(),
                reported.total(),
                100 * reported.done() / reported.total(),
                job.createdAt(),
                world.now()));
      }
    }
  }

  private void report(Estimate estimate) {
    next.progress(estimate.percent(), estimate.expectedAt());
  }

  private static Optional<String> lastFailure(List<PodView> pods) {
    return pods.stream()
        .filter(pod -> pod.phase().equals("Failed"))
        .reduce((first, second) -> second)
        .map(Ends::brief);
  }

  private void account(JobView job) {
    var end = Ends.of(job, world.podsOf(job.name()));
    if (end instanceof Ends.End.Damaged damaged) {
      repair(damaged);
    } else if (end instanceof Ends.End.Infrastructure infrastructure) {
      retry(infrastructure.reason(), infrastructure.message(), 1);
    } else if (end instanceof Ends.End.Failed failed) {
      next.countFailure();
      if (failed.isFinal() || next.build().failures() > world.spec().retries().failures()) {
        fail(failed.reason(), failed.message());
      } else {
        next.state(StageState.PENDING, failed.reason().id(), failed.message());
      }
    }
    if (next.build().attemptsEnded() >= job.attempt()) {
      expire(job);
    }
    shares(job);
  }

  private void shares(JobView job) {
    int failed = Intervals.count(job.failedIndexes());
    if (step.isDivided() && failed > 0) {
      int total = before.shares() == null ? job.completions() : before.shares().total();
      next.shares(
          new ShareCounts(
              total,
              Math.max(total - job.completions(), 0) + job.succeeded(),
              failed,
              Intervals.cut(job.failedIndexes(), LONGEST_LIST)));
    }
  }

  private void repair(Ends.End.Damaged damaged) {
    if (before.repairs() > 0) {
      next.countFailure();
      fail(Reason.ARTIFACT_CORRUPT, damaged.message());
    } else if (world.facts().discarded().containsAll(damaged.keys())) {
      next.countRepair().attemptEnded();
      next.state(
          StageState.PENDING,
          Reason.REPAIRING.id(),
          Ends.list(damaged.keys()) + " was damaged, is removed and made anew");
    } else {
      actions.add(new Action.Discard(damaged.keys()));
    }
  }

  private void retry(Reason reason, String message, int infrastructureFailures) {
    next.countInfrastructureFailures(infrastructureFailures);
    if (next.build().infrastructureFailures() > world.spec().retries().infrastructure()) {
      fail(Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED, message);
    } else {
      next.state(StageState.PENDING, reason.id(), message);
    }
  }

  private void fail(Reason reason, String message) {
    next.state(StageState.FAILED, reason.id(), reason.explain(message))
        .finishedAt(world.now().toString());
  }

  private void end(JobView job) {
    if (job.isFinished()) {
      expire(job);
    } else {
      delete(job);
    }
  }

  private void expire(JobView job) {
    if (job.isFinished() && !job.hasTtl() && !job.isDeleting()) {
      actions.add(new Action.ExpireJob(job.name()));
    }
  }

  private void delete(JobView job) {
    if (!job.isDeleting()) {
      actions.add(new Action.DeleteJob(job.name(), job.uid()));
    }
  }
}
