package dev.facsimile.operator.decide;

import static dev.facsimile.operator.decide.Situation.UID;
import static dev.facsimile.operator.decide.Situation.atWork;
import static dev.facsimile.operator.decide.Situation.complete;
import static dev.facsimile.operator.decide.Situation.disrupted;
import static dev.facsimile.operator.decide.Situation.done;
import static dev.facsimile.operator.decide.Situation.ended;
import static dev.facsimile.operator.decide.Situation.evictedAsExit;
import static dev.facsimile.operator.decide.Situation.exited;
import static dev.facsimile.operator.decide.Situation.failed;
import static dev.facsimile.operator.decide.Situation.fresh;
import static dev.facsimile.operator.decide.Situation.gone;
import static dev.facsimile.operator.decide.Situation.interrupted;
import static dev.facsimile.operator.decide.Situation.job;
import static dev.facsimile.operator.decide.Situation.killedForMemory;
import static dev.facsimile.operator.decide.Situation.made;
import static dev.facsimile.operator.decide.Situation.pending;
import static dev.facsimile.operator.decide.Situation.queued;
import static dev.facsimile.operator.decide.Situation.running;
import static dev.facsimile.operator.decide.Situation.unreachable;
import static dev.facsimile.operator.decide.Situation.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineRunSpec.Cancel;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.observe.JobView;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a stage: a row tells the situation, the reason that the status then gives, and
 * what is done: a Job created (with its attempt), deleted or left to expire, damaged artifacts
 * discarded, the end of the run recorded.
 */
class DeciderTableTest {
  private static final String QUOTA = "exceeded quota: small, requested: pods=1";
  private static final Optional<JobView.End> ENDED =
      Optional.of(new JobView.End(false, "FailedIndexes", ""));

  private static Stream<Arguments> exits() {
    return Stream.of(
        row("65", failed("0", exited(0, 65)), "BadInput: expire, record Failed"),
        row("66", failed("0", exited(0, 66)), "SourceMissing: expire, record Failed"),
        row("69: the store was away", failed("0", exited(0, 69)), "Interrupted: expire"),
        row("70", failed("0", exited(0, 70)), "InternalError: expire, record Failed"),
        row("73", failed("0", exited(0, 73)), "DiskFull: expire, record Failed"),
        row(
            "74 without a name of what is damaged",
            failed("0", exited(0, 74)),
            "ArtifactCorrupt: expire, record Failed"),
        row(
            "74: the damaged artifact is removed first",
            failed("0", exited(0, 74, "ns/artifacts/a")),
            "Running: discard ns/artifacts/a"),
        row(
            "74: then it is made anew",
            failed("0", exited(0, 74, "ns/artifacts/a")).discarded("ns/artifacts/a"),
            "Repairing: expire"),
        row(
            "74: but only once",
            failed("0", exited(0, 74, "ns/artifacts/a"))
                .was(stage -> stage.toBuilder().countRepair().build()),
            "ArtifactCorrupt: expire, record Failed"),
        row("75: temporary", failed("0", exited(0, 75)), "Interrupted: expire"),
        row("76", failed("0", exited(0, 76)), "Diverged: expire, record Failed"),
        row("78", failed("", exited(0, 78)), "BadConfiguration: expire, record Failed"),
        row(
            "78 ends the pods of other shares, whose 143 is no reason",
            failed("", exited(0, 143), exited(1, 78)),
            "BadConfiguration: expire, record Failed"),
        row("137 by OOM", failed("0", killedForMemory()), "OutOfMemory: expire, record Failed"),
        row("137 otherwise", failed("0", exited(0, 137)), "Killed: expire, record Failed"),
        row("139: a native crash", failed("0", exited(0, 139)), "Killed: expire, record Failed"),
        row("143: stopped", failed("0", exited(0, 143)), "Interrupted: expire"),
        row("1: unknown", failed("0", exited(0, 1)), "InternalError: expire, record Failed"),
        row(
            "the reason is a failed share's, not one's that was done in the end",
            failed("2", exited(0, 1), exited(2, 76)),
            "Diverged: expire, record Failed"),
        row("0 without a manifest: tried again", complete(), "NoManifest: expire"),
        row(
            "0 without a manifest: too often",
            complete().spec("retries: {failures: 0}"),
            "NoManifest: expire, record Failed"),
        row(
            "evicted for its disk use",
            failed("0", ended("Evicted")),
            "StorageExceeded: expire, record Failed"),
        row(
            "evicted for its disk use, stopped by SIGTERM",
            failed("0", evictedAsExit(143)),
            "StorageExceeded: expire, record Failed"),
        row(
            "not admitted by the node",
            failed("0", ended("UnexpectedAdmissionError")),
            "Interrupted: expire"),
        row("disrupted", failed("0", disrupted()), "Interrupted: expire"),
        row("no pod is left to ask", failed("0"), "Interrupted: expire"));
  }

  private static Stream<Arguments> cancelling() {
    return Stream.of(
        row("before the first Job", fresh().cancelled(Cancel.GRACEFUL), "Ending: record Cancelled"),
        row("the same, now", fresh().cancelled(Cancel.NOW), "Ending: record Cancelled"),
        row("at work: it may end", atWork(running()).cancelled(Cancel.GRACEFUL), "Running"),
        row("done, and not yet counted", atWork(done()), "Running"),
        row("not yet begun", atWork(pending()), "Starting"),
        row("at work, now", atWork(running()).cancelled(Cancel.NOW), "Ending: delete"),
        row(
            "waiting for a node: it need not start",
            atWork(waiting("Unschedulable", "no gpu")).cancelled(Cancel.GRACEFUL),
            "Ending: delete"),
        row("in a queue: the same", queued().cancelled(Cancel.GRACEFUL), "Ending: delete"),
        row("in a queue, now", queued().cancelled(Cancel.NOW), "Ending: delete"),
        row("being deleted", atWork(running()).cancelled(Cancel.NOW).deleting(), "Ending"),
        row(
            "after a failure of its own",
            failed("0", exited(0, 65)).cancelled(Cancel.GRACEFUL),
            "BadInput: expire, record Failed"),
        row(
            "after one of the infrastructure",
            failed("0", exited(0, 75)).cancelled(Cancel.GRACEFUL),
            "Interrupted: expire, record Cancelled"),
        row(
            "refused by the cluster",
            fresh().refused(403, QUOTA, 1).cancelled(Cancel.GRACEFUL),
            "Ending: record Cancelled"),
        row(
            "with the artifact there",
            made().cancelled(Cancel.GRACEFUL),
            "Cached: record Cancelled"));
  }

  private static Stream<Arguments> suspending() {
    return Stream.of(
        row("nothing is started", fresh().suspended(), "Suspended"),
        row("what is at work ends", atWork(running()).suspended(), "Running"),
        row(
            "what waits goes on waiting",
            atWork(waiting("Unschedulable", "no gpu")).suspended(),
            "Unschedulable"),
        row(
            "a failed attempt rests",
            failed("0", exited(0, 75)).suspended(),
            "Interrupted: expire"),
        row(
            "cancelling goes before",
            fresh().suspended().cancelled(Cancel.NOW),
            "Ending: record Cancelled"));
  }

  private static Stream<Arguments> timeouts() {
    var queue = "timeouts: {queueSeconds: 60}";
    var pending = "timeouts: {pendingSeconds: 60}";
    var run = "timeouts: {runSeconds: 30}";
    return Stream.of(
        row("a queue has no limit", queued().waited(Reason.QUEUED, 9_000_000), "Queued"),
        row("unless one is given", queued().spec(queue).waited(Reason.QUEUED, 60), "Queued"),
        row(
            "which is over",
            queued().spec(queue).waited(Reason.QUEUED, 61),
            "QueueTimedOut: delete"),
        row(
            "a node is waited for",
            atWork(waiting("Unschedulable", "no gpu"))
                .spec(pending)
                .waited(Reason.UNSCHEDULABLE, 60),
            "Unschedulable"),
        row(
            "but not for ever",
            atWork(waiting("Unschedulable", "no gpu"))
                .spec(pending)
                .waited(Reason.UNSCHEDULABLE, 61),
            "PendingTimedOut: delete"),
        row(
            "another reason does not begin anew",
            atWork(waiting("ErrImagePull", "no image"))
                .spec(pending)
                .waited(Reason.UNSCHEDULABLE, 61),
            "PendingTimedOut: delete"),
        row(
            "time in a queue is none of it",
            atWork(waiting("Unschedulable", "no gpu")).spec(pending).waited(Reason.QUEUED, 61),
            "Unschedulable"),
        row(
            "nor is the time of another run",
            fresh().spec(pending).waited(Reason.MADE_BY_ANOTHER_RUN, 61).refused(403, QUOTA, 1),
            "QuotaExceeded"),
        row("the run is over: nothing starts", fresh().spec(run), "Ending: record Failed"),
        row("the run is over: pods go", atWork(running()).spec(run), "Ending: delete"));
  }

  private static Stream<Arguments> waits() {
    return Stream.of(
        row("no node", atWork(waiting("Unschedulable", "no gpu")), "Unschedulable"),
        row("gated", atWork(waiting("SchedulingGated", "a gate")), "Unschedulable"),
        row("no image", atWork(waiting("ErrImagePull", "not found")), "ImageUnavailable"),
        row("still none", atWork(waiting("ImagePullBackOff", "back-off")), "ImageUnavailable"),
        row("a bad name", atWork(waiting("InvalidImageName", "bad")), "ImageUnavailable"),
        row(
            "no Secret",
            atWork(waiting("CreateContainerConfigError", "no secret")),
            "ConfigurationMissing"),
        row("no volume", atWork().warning("FailedMount", "not found"), "ConfigurationMissing"),
        row("a quota", atWork().warning("FailedCreate", QUOTA), "QuotaExceeded"),
        row(
            "Pod Security",
            atWork().warning("FailedCreate", "violates PodSecurity"),
            "PodsRefused"),
        row("something else", atWork().warning("Strange", "strange"), "Starting"),
        row("nothing is known yet", atWork(), "Starting"),
        row(
            "one pod of several waits",
            atWork(running(), waiting("Unschedulable", "no gpu")),
            "Running"));
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        row("403: a quota of Jobs", fresh().refused(403, QUOTA, 1), "QuotaExceeded"),
        row("403: a role", fresh().refused(403, "jobs is forbidden", 1), "JobRefused"),
        row(
            "403: a webhook",
            fresh().refused(403, "admission webhook \"w\" denied the request", 1),
            "JobRefused"),
        row(
            "422: a policy, which may change",
            fresh().refused(422, "ValidatingAdmissionPolicy 'p' denied request", 1),
            "JobRefused"),
        row(
            "500: a webhook that does not answer",
            fresh().refused(500, "failed calling webhook \"w\"", 1),
            "JobRefused"),
        row(
            "422: the Job is wrong",
            fresh().refused(422, "spec.template: Invalid value", 1),
            "JobInvalid: record Failed"),
        row("half a minute later", fresh().refused(403, QUOTA, 30), "Starting: create 1"),
        row(
            "until the pending timeout",
            fresh()
                .spec("timeouts: {pendingSeconds: 60}")
                .waited(Reason.QUOTA_EXCEEDED, 61)
                .refused(403, QUOTA, 1),
            "PendingTimedOut: record Failed"));
  }

  private static Stream<Arguments> budgets() {
    return Stream.of(
        row("interrupted as often as allowed", atWork(interrupted(20)), "Running"),
        row("once more", atWork(interrupted(21)), "InfrastructureRetriesExhausted: delete"),
        row(
            "earlier attempts count",
            atWork(interrupted(6)).infrastructureFailures(15),
            "InfrastructureRetriesExhausted: delete"),
        row("nodes were silent shortly", atWork(unreachable(0, 600, 0)), "Running"),
        row("nodes are lost", atWork(unreachable(0, 601, 0)), "NodeLost: delete"),
        row(
            "one of the nodes answers",
            atWork(unreachable(0, 601, 0), unreachable(1, 5, 0)),
            "Running"),
        row(
            "lost nodes count with the interruptions before",
            atWork(unreachable(0, 601, 5)).infrastructureFailures(15),
            "InfrastructureRetriesExhausted: delete"),
        row("somebody deleted the Job", gone(), "JobDeleted"),
        row(
            "somebody deletes every Job",
            gone().infrastructureFailures(20),
            "InfrastructureRetriesExhausted: record Failed"));
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        row("nobody is at it", fresh(), "Starting: create 1"),
        row("another run is", fresh().job(job("u", 1, Optional.empty())), "MadeByAnotherRun"),
        row(
            "the other run was cancelled",
            fresh().job(job("u", 1, ENDED)).waited(Reason.MADE_BY_ANOTHER_RUN, 9),
            "Starting: create 2"),
        row(
            "or its Job is gone",
            fresh().waited(Reason.MADE_BY_ANOTHER_RUN, 9),
            "Starting: create 1"),
        row(
            "it was a moment earlier with a Job of the same name",
            gone().job(job("u", 1, Optional.empty())),
            "MadeByAnotherRun"),
        row(
            "a Job of ours that no status names is adopted",
            fresh().job(job(UID, 3, Optional.empty())),
            "Starting"),
        row(
            "a pod of the attempt before has not ended",
            gone().pod(running()).was(stage -> stage.toBuilder().attemptEnded().build()),
            "Starting"),
        row("the artifact was there", made(), "Cached"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "exits",
    "cancelling",
    "suspending",
    "timeouts",
    "waits",
    "refusals",
    "budgets",
    "others"
  })
  void whatBecomesOfAStage(String story, Situation situation, String expected) {
    assertThat(situation.decided()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"waits", "refusals", "exits"})
  void wordsOfClusterAndWorkerReachTheStatusWithWhatToDoNext(
      String story, Situation situation, String expected) {
    var stage = situation.stage();

    if (stage.state() == StageState.WAITING || stage.state() == StageState.FAILED) {
      assertThat(stage.message()).isNotEmpty();
      var next = Reason.of(stage.reason()).orElseThrow().next();
      assertThat(stage.message()).endsWith(next.isEmpty() ? stage.message() : "Next: " + next);
    }
  }

  private static Arguments row(String story, Situation situation, String expected) {
    return Arguments.of(story, situation, expected);
  }
}
