package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.ShareCounts;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.api.StageStatusBuilder;
import dev.facsimile.operator.desired.JobNames;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.Refusal;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.task.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about one step of a run. */
final class StepDecider {
  private final World world;
  private final Optional<Reason> hold;
  private final Step step;
  private final StageStatus before;
  private final StageStatusBuilder next;
  private final Draft draft;

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
    this.draft = new Draft(world, step, before, next, new ArrayList<>());
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
      draft.fail(Reason.ofExit(refused.code()), refused.message());
    } else if (fact instanceof StepFact.Present present) {
      succeed(present);
    } else {
      work(fact.fingerprint().orElseThrow(), fact);
    }
    return new Outcome(next.build(), List.copyOf(draft.actions()));
  }

  private void succeed(StepFact.Present present) {
    boolean cached =
        before.state() == StageState.SUCCEEDED && before.cached() != null
            ? before.cached()
            : next.build().attempt() == 0;
    next.state(StageState.SUCCEEDED, (cached ? Reason.CACHED : Reason.COMPLETED).id(), null)
        .artifact(present.key(), present.digest(), cached)
        .shares(
            step.isDivided() ? new ShareCounts(present.shares(), present.shares(), 0, null) : null)
        .progress(null, null)
        .finishedAt(world.now().toString())
        .attemptEnded();
    world.ownJobs(present.id()).forEach(draft::expire);
  }

  private void work(String fingerprint, StepFact fact) {
    var jobs = world.ownJobs(fingerprint);
    if (before.state() == StageState.FAILED && fingerprint.equals(before.fingerprint())) {
      jobs.forEach(this::end);
      return;
    }
    var latest = jobs.stream().findFirst();
    latest
        .filter(job -> job.attempt() > next.build().attempt())
        .ifPresent(job -> next.attempt(job.attempt(), job.name(), job.createdAt().toString()));
    if (world.isForeign(next.build().job())) {
      next.attemptEnded();
    }
    var status = next.build();
    if (latest.isPresent() && !latest.get().isFinished()) {
      new AtWork(draft, latest.get()).decide(fact, hold.filter(Reason.ENDING::equals).isPresent());
    } else if (status.attempt() <= status.attemptsEnded()) {
      jobs.forEach(draft::expire);
      start(fingerprint, fact);
    } else if (latest.isPresent()) {
      account(latest.get(), fact);
    } else {
      draft.retry(
          Reason.JOB_DELETED, "the Job " + status.job() + " was deleted before its end", "");
    }
  }

  private void start(String fingerprint, StepFact fact) {
    if (!(fact instanceof StepFact.Missing missing)) {
      return;
    }
    int attempt = Math.max(world.lastAttempt(fingerprint), next.build().attempt()) + 1;
    var job = JobNames.of(step.type(), fingerprint, attempt);
    var other = world.foreignJob(fingerprint);
    var remains = remains(before.job());
    var refusal = world.refusal(job);
    if (hold.isPresent()) {
      next.state(StageState.PENDING, hold.get().id(), hold.get().explain(""));
    } else if (other.isPresent()) {
      draft.await(Reason.MADE_BY_ANOTHER_RUN, "made by run " + other.get().run());
    } else if (remains.isPresent()) {
      next.state(
          StageState.PENDING,
          Reason.STARTING.id(),
          "pod " + remains.get().name() + " has not ended");
    } else if (refusal.isPresent()) {
      refuse(refusal.get());
    } else {
      next.attempt(attempt, job, world.now().toString())
          .state(StageState.RUNNING, Reason.STARTING.id(), null)
          .shares(
              step.isDivided()
                  ? new ShareCounts(missing.total(), missing.total() - missing.missing(), 0, null)
                  : null);
      draft.actions().add(new Action.CreateJob(step.name(), attempt, job, missing));
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

  private void refuse(Refusal refusal) {
    if (refusal.isForGood()) {
      draft.fail(Reason.JOB_INVALID, refusal.message());
      return;
    }
    var since =
        draft.await(
            refusal.isQuota() ? Reason.QUOTA_EXCEEDED : Reason.JOB_REFUSED, refusal.message());
    int limit = world.spec().timeouts().pendingSeconds();
    if (draft.isOver(since, limit)) {
      draft.fail(Reason.PENDING_TIMED_OUT, "waited for " + limit + " s: " + refusal.message());
    }
  }

  private void account(JobView job, StepFact fact) {
    var progress =
        fact instanceof StepFact.Missing missing ? missing.progress() : Optional.<Progress>empty();
    var end = Ends.of(job, world.podsOf(job.name()), progress);
    if (end instanceof Ends.End.Damaged damaged) {
      repair(damaged);
    } else if (end instanceof Ends.End.Infrastructure infrastructure) {
      draft.retry(infrastructure.reason(), infrastructure.message(), job.name());
    } else if (end instanceof Ends.End.Failed failed) {
      next.countFailure();
      if (failed.isFinal() || next.build().failures() > world.spec().retries().failures()) {
        draft.fail(failed.reason(), failed.message());
      } else {
        next.state(StageState.PENDING, failed.reason().id(), failed.message());
      }
    }
    if (next.build().attemptsEnded() >= job.attempt()) {
      draft.expire(job);
    }
    draft.shares(job);
  }

  private void repair(Ends.End.Damaged damaged) {
    if (before.repairs() > 0) {
      next.countFailure();
      draft.fail(Reason.ARTIFACT_CORRUPT, damaged.message());
    } else if (world.facts().discarded().containsAll(damaged.keys())) {
      next.countRepair().attemptEnded();
      next.state(
          StageState.PENDING,
          Reason.REPAIRING.id(),
          Ends.list(damaged.keys()) + " was damaged, is removed and made anew");
    } else {
      draft.actions().add(new Action.Discard(damaged.keys()));
    }
  }

  private void end(JobView job) {
    if (job.isFinished()) {
      draft.expire(job);
    } else {
      draft.delete(job);
    }
  }
}
