package dev.facsimile.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRunSpec.Cancel;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.Termination;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run of one source and one stage, from its first moment to its ends. */
class DeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final String UID = "run-uid";
  private static final String LISTING = "a".repeat(64);
  private static final String WORK = "b".repeat(64);
  private static final StepFact LISTED = new StepFact.Present(LISTING, "ns/listing", "d1", 1);
  private static final StepFact TO_DO =
      new StepFact.Missing(WORK, "ns/task", "t", 3, 5, Optional.empty());
  private static final StepFact AT_WORK = new StepFact.Busy(WORK, Optional.empty());

  private final Plan plan = Planner.plan(PipelineReader.read(PIPELINE));
  private final List<Step> steps = Step.of(plan, (uri, endpoint, secret) -> uri);
  private final PipelineRunStatus begun =
      Decider.begin(
          steps, new Images("worker:1", "gpu:1"), "ns/run.json", 1L, NOW.minusSeconds(60));

  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: one}
      spec:
        sources:
          photos: {images: {uri: s3://bucket/photos/}}
        stages:
          - name: dataset
            synthesize: {images: photos}
      """;

  @Test
  void startsTheFirstAttemptAtTheMissingShares() {
    // when
    var decision = decide(begun, facts(LISTED, TO_DO), List.of(), List.of());

    // then
    assertThat(decision.actions())
        .containsExactly(
            new Action.CreateJob(
                "dataset", 1, "synthesize-" + "b".repeat(20) + "-1", (StepFact.Missing) TO_DO));
    var stage = decision.status().stage("dataset").orElseThrow();
    assertThat(stage.state()).isEqualTo(StageState.RUNNING);
    assertThat(stage.shares().done()).isEqualTo(2);
    assertThat(decision.status().stage("photos").orElseThrow().cached()).isTrue();
  }

  @Test
  void startsNothingWhileAnotherRunMakesTheSame() {
    var other = job(1, "other-uid", "other", 0, Optional.empty());

    var decision = decide(begun, facts(LISTED, TO_DO), List.of(other), List.of());

    assertThat(decision.actions()).isEmpty();
    assertThat(decision.status().stage("dataset").orElseThrow().message())
        .isEqualTo("made by run other");
  }

  @Test
  void tellsInTheClustersWordsWhyPodsDoNotStart() {
    // given
    var running = started();
    var pod = pod("Pending", Optional.of(new PodView.Words("Unschedulable", "0/1 nodes: no gpu")));

    // when
    var decision =
        decide(running, facts(LISTED, AT_WORK), List.of(own(Optional.empty())), List.of(pod));

    // then
    var stage = decision.status().stage("dataset").orElseThrow();
    assertThat(stage.state()).isEqualTo(StageState.WAITING);
    assertThat(stage.message()).startsWith("0/1 nodes: no gpu. Next: ");
    assertThat(decision.status().state()).isEqualTo("Waiting");
  }

  @Test
  void endsWithTheWorkersOwnWords() {
    // given an attempt whose share ended with 65
    var words = new Termination(65, "photo 7 is no picture", List.of(), 0, "ns/log").line();
    var failed =
        new PodView(
            "p",
            name(1),
            2,
            "Failed",
            Optional.empty(),
            Optional.of(new PodView.Terminated(65, "Error", words)),
            false,
            "",
            "",
            Optional.empty(),
            0,
            "");
    var job = own(Optional.of(new JobView.End(false, "FailedIndexes", "")));

    // when the store is told first, then the run ends
    var first = decide(started(), facts(LISTED, TO_DO), List.of(job), List.of(failed));
    var recorded = new Facts(facts(LISTED, TO_DO).steps(), Set.of(), Optional.empty(), "Failed");
    var second = decide(first.status(), recorded, List.of(job), List.of(failed));

    // then
    assertThat(first.actions()).contains(new Action.RecordEnd("Failed"));
    assertThat(second.status().isFinished()).isTrue();
    assertThat(second.status().state()).isEqualTo("Failed");
    assertThat(second.status().conditions().get(0).message())
        .contains("photo 7 is no picture", "exit 65", "ns/log", "Next: ");
  }

  @Test
  void triesAgainWithoutCountingWhenTheJobWasDeleted() {
    // when the Job that the status names is nowhere
    var decision = decide(started(), facts(LISTED, TO_DO), List.of(), List.of());
    var stage = decision.status().stage("dataset").orElseThrow();
    assertThat(stage.failures()).isZero();
    assertThat(stage.infrastructureFailures()).isEqualTo(1);

    // then the next look starts attempt 2
    var next = decide(decision.status(), facts(LISTED, TO_DO), List.of(), List.of());
    assertThat(next.actions())
        .first()
        .isInstanceOfSatisfying(
            Action.CreateJob.class, create -> assertThat(create.attempt()).isEqualTo(2));
  }

  @Test
  void cancelledNowDeletesThePodsAndEndsWhenTheyAreGone() {
    var running = started();
    var job = own(Optional.empty());

    var first =
        Decider.decide(
            world(
                running, facts(LISTED, AT_WORK), List.of(job), List.of(), Optional.of(Cancel.NOW)));
    assertThat(first.actions()).containsExactly(new Action.DeleteJob(job.name(), job.uid()));

    var gone =
        Decider.decide(
            world(
                first.status(),
                new Facts(facts(LISTED, TO_DO).steps(), Set.of(), Optional.empty(), "Cancelled"),
                List.of(),
                List.of(),
                Optional.of(Cancel.NOW)));
    assertThat(gone.status().state()).isEqualTo("Cancelled");
    assertThat(gone.status().stage("dataset").orElseThrow().state())
        .isEqualTo(StageState.CANCELLED);
  }

  @Test
  void whatIsCachedEndsWithoutAnyJob() {
    var made = new StepFact.Present(WORK, "ns/artifacts/synthesize/b", "d2", 5);
    var facts =
        new Facts(
            Map.of("photos", LISTED, "dataset", made),
            Set.of(),
            Optional.of(new Facts.Conclusion(true, List.of(), null, false, null)),
            "Succeeded");

    var decision = decide(begun, facts, List.of(), List.of());

    assertThat(decision.actions()).isEmpty();
    assertThat(decision.status().state()).isEqualTo("Succeeded");
    assertThat(decision.status().stages()).allMatch(stage -> stage.cached());
    assertThat(decide(decision.status(), facts, List.of(), List.of()).status())
        .isEqualTo(decision.status());
  }

  @Test
  void anUnchangedWorldIsSaidTheSame() {
    var running = started();
    var jobs = List.of(own(Optional.empty()));
    var once = decide(running, facts(LISTED, AT_WORK), jobs, List.of()).status();

    assertThat(decide(once, facts(LISTED, AT_WORK), jobs, List.of()).status()).isEqualTo(once);
  }

  private PipelineRunStatus started() {
    return decide(begun, facts(LISTED, TO_DO), List.of(), List.of()).status();
  }

  private static Facts facts(StepFact photos, StepFact dataset) {
    return new Facts(
        Map.of("photos", photos, "dataset", dataset), Set.of(), Optional.empty(), "Running");
  }

  private Decision decide(
      PipelineRunStatus before, Facts facts, List<JobView> jobs, List<PodView> pods) {
    return Decider.decide(world(before, facts, jobs, pods, Optional.empty()));
  }

  private World world(
      PipelineRunStatus before,
      Facts facts,
      List<JobView> jobs,
      List<PodView> pods,
      Optional<Cancel> cancel) {
    return new World(
        UID,
        1L,
        NOW.minusSeconds(60),
        plan.spec(),
        steps,
        facts,
        jobs,
        pods,
        Map.of(),
        Map.of(),
        before,
        cancel,
        false,
        NOW);
  }

  private static String name(int attempt) {
    return "synthesize-" + "b".repeat(20) + "-" + attempt;
  }

  private static JobView own(Optional<JobView.End> end) {
    return job(1, UID, "one-g1", 1, end);
  }

  private static JobView job(
      int attempt, String uid, String run, int succeeded, Optional<JobView.End> end) {
    return new JobView(
        name(attempt),
        "job-uid",
        run,
        uid,
        WORK,
        attempt,
        5,
        3,
        succeeded,
        "",
        false,
        false,
        false,
        NOW.minusSeconds(30),
        end);
  }

  private static PodView pod(String phase, Optional<PodView.Words> waiting) {
    return new PodView(
        "p", name(1), 0, phase, waiting, Optional.empty(), false, "", "", Optional.empty(), 0, "");
  }
}
