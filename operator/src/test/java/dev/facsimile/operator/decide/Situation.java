package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRunSpec.Cancel;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.PodView.Words;
import dev.facsimile.operator.observe.Refusal;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.Termination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A run of a listed source and one stage of five shares, two of which were there before. */
final class Situation {
  static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  static final String UID = "run-uid";
  static final String WORK = "b".repeat(64);
  static final StepFact MISSING =
      new StepFact.Missing(WORK, "ns/task", "t", 3, 5, Optional.empty());
  static final StepFact MADE = new StepFact.Present(WORK, "ns/artifacts/synthesize/b", "d2", 5);

  private static final StepFact LISTED =
      new StepFact.Present("a".repeat(64), "ns/listing", "d1", 1);
  private static final StepFact BUSY = new StepFact.Busy(WORK, Optional.empty());

  private final List<JobView> jobs = new ArrayList<>();
  private final List<PodView> pods = new ArrayList<>();
  private final Map<String, Words> warnings = new HashMap<>();
  private final Map<String, Refusal> refusals = new HashMap<>();
  private UnaryOperator<StageStatus> history = stage -> stage;
  private String spec = "";
  private StepFact fact;
  private Facts.Conclusion conclusion;
  private String recorded = "Running";
  private Set<String> discarded = Set.of();
  private Cancel cancel;
  private boolean isSuspended;

  private Situation(StepFact fact) {
    this.fact = fact;
  }

  /** The artifact is missing, and no Job was made yet. */
  static Situation fresh() {
    return new Situation(MISSING);
  }

  /** The artifact is there. */
  static Situation made() {
    return new Situation(MADE);
  }

  /** Job 1 has not ended. */
  static Situation atWork(PodView... pods) {
    var situation = new Situation(BUSY).attempted();
    situation.pods.addAll(List.of(pods));
    situation.jobs.add(job(UID, 1, Optional.empty()));
    return situation;
  }

  /** Job 1 was held back by a queue. */
  static Situation queued() {
    var situation = atWork();
    return situation.changed(job -> with(job, "", true, false));
  }

  /** Job 1 gave up shares. */
  static Situation failed(String failedIndexes, PodView... pods) {
    var end = new JobView.End(false, "FailedIndexes", "Job has failed indexes");
    var situation = new Situation(MISSING).attempted();
    situation.pods.addAll(List.of(pods));
    situation.jobs.add(with(job(UID, 1, Optional.of(end)), failedIndexes, false, false));
    return situation;
  }

  /** Every pod of Job 1 ended with 0, but the artifact is missing. */
  static Situation complete() {
    var situation = new Situation(MISSING).attempted();
    situation.jobs.add(job(UID, 1, Optional.of(new JobView.End(true, "Completed", ""))));
    return situation;
  }

  /** Job 1 was there once. */
  static Situation gone() {
    return new Situation(MISSING).attempted();
  }

  Situation spec(String fields) {
    spec = fields;
    return this;
  }

  Situation cancelled(Cancel how) {
    cancel = how;
    return this;
  }

  Situation suspended() {
    isSuspended = true;
    return this;
  }

  Situation deleting() {
    return changed(job -> with(job, job.failedIndexes(), job.isSuspended(), true));
  }

  Situation job(JobView job) {
    jobs.add(job);
    return this;
  }

  Situation pod(PodView pod) {
    pods.add(pod);
    return this;
  }

  Situation warning(String reason, String message) {
    warnings.put(name(1), new Words(reason, message));
    return this;
  }

  Situation refused(int code, String message, int secondsAgo) {
    refusals.put(name(1), new Refusal(code, message, NOW.minusSeconds(secondsAgo)));
    return this;
  }

  Situation discarded(String... keys) {
    discarded = Set.of(keys);
    return this;
  }

  Situation concluded(boolean passed, String gate, String promotion) {
    conclusion = new Facts.Conclusion(passed, List.of(gate), promotion, false, "score 0.61");
    return this;
  }

  Situation recorded(String outcome) {
    recorded = outcome;
    return this;
  }

  /** What the stage's status said besides. */
  Situation was(UnaryOperator<StageStatus> more) {
    var first = history;
    history = stage -> more.apply(first.apply(stage));
    return this;
  }

  /** It has waited for so long. */
  Situation waited(Reason reason, int seconds) {
    return was(
        stage ->
            stage.toBuilder()
                .state(StageState.WAITING, reason.id(), "it waits")
                .waitingSince(NOW.minusSeconds(seconds).toString())
                .build());
  }

  /** So many failures of the infrastructure were counted in earlier attempts. */
  Situation infrastructureFailures(int number) {
    return was(
        stage -> {
          int attempt = stage.attempt();
          return stage.toBuilder()
              .attempt(attempt - 1, stage.job(), NOW.toString())
              .countInfrastructureFailures(number)
              .attempt(attempt, stage.job(), NOW.toString())
              .build();
        });
  }

  private Situation attempted() {
    return was(
        stage ->
            stage.toBuilder()
                .fingerprint(WORK)
                .attempt(1, name(1), NOW.minusSeconds(30).toString())
                .state(StageState.RUNNING, Reason.RUNNING.id(), null)
                .build());
  }

  private Situation changed(UnaryOperator<JobView> change) {
    jobs.replaceAll(change);
    return this;
  }

  Decision decide() {
    var plan = Planner.plan(PipelineReader.read(PIPELINE.formatted(spec)));
    var steps = Step.of(plan, (uri, endpoint, secret) -> uri);
    var begun =
        Decider.begin(steps, new Images("w:1", "g:1"), "ns/run.json", 1L, NOW.minusSeconds(60));
    return Decider.decide(
        new World(
            UID,
            1L,
            NOW.minusSeconds(60),
            plan.spec(),
            steps,
            new Facts(
                Map.of("photos", LISTED, "dataset", fact),
                discarded,
                Optional.ofNullable(conclusion),
                recorded),
            jobs,
            pods,
            warnings,
            refusals,
            remembering(begun),
            Optional.ofNullable(cancel),
            isSuspended,
            NOW));
  }

  private PipelineRunStatus remembering(PipelineRunStatus begun) {
    var stages = new ArrayList<>(begun.stages());
    stages.replaceAll(stage -> stage.name().equals("dataset") ? history.apply(stage) : stage);
    return new PipelineRunStatus(
        begun.observedGeneration(),
        begun.conditions(),
        begun.state(),
        null,
        begun.images(),
        stages,
        null,
        null,
        null,
        begun.record(),
        begun.startedAt(),
        null,
        null);
  }

  /** The stage after the decision. */
  StageStatus stage() {
    return decide().status().stage("dataset").orElseThrow();
  }

  /** How the stage stands after the decision, and what is done. */
  String decided() {
    var decision = decide();
    var stage = decision.status().stage("dataset").orElseThrow();
    var done = decision.actions().stream().map(Situation::word).toList();
    return stage.reason() + (done.isEmpty() ? "" : ": " + String.join(", ", done));
  }

  private static String word(Action action) {
    if (action instanceof Action.CreateJob create) {
      return "create " + create.attempt();
    }
    if (action instanceof Action.DeleteJob) {
      return "delete";
    }
    if (action instanceof Action.ExpireJob) {
      return "expire";
    }
    return action instanceof Action.Discard discard
        ? "discard " + String.join(" ", discard.keys())
        : "record " + ((Action.RecordEnd) action).outcome();
  }

  static String name(int attempt) {
    return "synthesize-" + "b".repeat(20) + "-" + attempt;
  }

  static JobView job(String uid, int attempt, Optional<JobView.End> end) {
    return new JobView(
        name(attempt),
        "job-uid",
        uid.equals(UID) ? "one-g1" : "other",
        uid,
        WORK,
        attempt,
        5,
        3,
        0,
        "",
        false,
        false,
        false,
        NOW.minusSeconds(30),
        end);
  }

  private static JobView with(
      JobView job, String failedIndexes, boolean isSuspended, boolean isDeleting) {
    return new JobView(
        job.name(),
        job.uid(),
        job.run(),
        job.runUid(),
        job.fingerprint(),
        job.attempt(),
        job.total(),
        job.completions(),
        job.succeeded(),
        failedIndexes,
        isSuspended,
        isDeleting,
        job.hasTtl(),
        job.createdAt(),
        job.end());
  }

  static PodView running() {
    return pod(0, "Running", null, null, "", false, null, 0);
  }

  static PodView pending() {
    return pod(0, "Pending", null, null, "", false, null, 0);
  }

  static PodView done() {
    return pod(0, "Succeeded", null, null, "", false, null, 0);
  }

  static PodView unreachable(int index, int seconds, int ignored) {
    return pod(index, "Running", null, null, "", false, NOW.minusSeconds(seconds), ignored);
  }

  static PodView interrupted(int times) {
    return pod(0, "Running", null, null, "", false, null, times);
  }

  static PodView waiting(String reason, String message) {
    return pod(0, "Pending", new Words(reason, message), null, "", false, null, 0);
  }

  static PodView exited(int index, int code, String... damaged) {
    var words = new Termination(code, "it is so", List.of(damaged), 0, "ns/log").line();
    var end = new PodView.Terminated(code, "Error", words);
    return pod(index, "Failed", null, end, "", false, null, 0);
  }

  static PodView killedForMemory() {
    var end = new PodView.Terminated(137, "OOMKilled", "");
    return pod(0, "Failed", null, end, "", false, null, 0);
  }

  static PodView ended(String reason) {
    return pod(0, "Failed", null, null, reason, false, null, 0);
  }

  static PodView evictedAsExit(int code) {
    var end = new PodView.Terminated(code, "Error", "");
    return pod(0, "Failed", null, end, "Evicted", false, null, 0);
  }

  static PodView disrupted() {
    var end = new PodView.Terminated(143, "Error", "");
    return pod(0, "Failed", null, end, "", true, null, 0);
  }

  private static PodView pod(
      int index,
      String phase,
      Words waiting,
      PodView.Terminated end,
      String reason,
      boolean isDisrupted,
      Instant unreachableSince,
      int ignored) {
    return new PodView(
        "pod-" + index,
        name(1),
        index,
        phase,
        Optional.ofNullable(waiting),
        Optional.ofNullable(end),
        isDisrupted,
        reason,
        "",
        Optional.ofNullable(unreachableSince),
        ignored,
        "64Mi");
  }

  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: one}
      spec:
        %s
        sources: {photos: {images: {uri: s3://bucket/photos/}}}
        stages: [{name: dataset, synthesize: {images: photos}}]
      """;
}
