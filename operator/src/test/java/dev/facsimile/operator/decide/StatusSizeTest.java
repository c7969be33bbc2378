package dev.facsimile.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.desired.JobNames;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.Termination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A status fits into an object of the API server, however much has failed. */
class StatusSizeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final int STAGES = 20;
  private static final int SHARES = 10_000;
  private static final int MOST_BYTES = 64 * 1024;

  @Test
  void everySecondOfTenThousandSharesFailedInTwentyStages() throws Exception {
    // given twenty stages whose Jobs gave up every second share, with last words as long as can be
    var plan = Planner.plan(PipelineReader.read(pipeline()));
    var steps = Step.of(plan, (uri, endpoint, secret) -> uri);
    var begun = Decider.begin(steps, new Images("worker:1", "gpu:1"), "ns/run.json", 1L, NOW);
    var facts = new LinkedHashMap<String, StepFact>();
    facts.put("photos", new StepFact.Present("a".repeat(64), "ns/listing", "d", 1));
    var jobs = new ArrayList<JobView>();
    var pods = new ArrayList<PodView>();
    for (int i = 0; i < STAGES; i++) {
      var work = "%02d".formatted(i).repeat(32);
      facts.put(
          "s" + i, new StepFact.Missing(work, "ns/task", "t", SHARES, SHARES, Optional.empty()));
      jobs.add(halfFailed(work));
      pods.add(pod(JobNames.of("synthesize", work, 1)));
    }

    // when it is decided what that means
    var status = begun;
    for (var stage : begun.stages()) {
      status = replace(status, atWork(stage, facts.get(stage.name())));
    }
    var decided =
        Decider.decide(
                new World(
                    "run-uid",
                    1L,
                    NOW,
                    plan.spec(),
                    steps,
                    new Facts(facts, Set.of(), Optional.empty(), "Running"),
                    jobs,
                    pods,
                    Map.of(),
                    Map.of(),
                    status,
                    Optional.empty(),
                    false,
                    NOW))
            .status();

    // then all of them are told, and the status stays small
    assertThat(decided.stages().stream().filter(stage -> stage.state() == StageState.FAILED))
        .hasSize(STAGES)
        .allSatisfy(stage -> assertThat(stage.shares().failed()).isEqualTo(SHARES / 2))
        .allSatisfy(stage -> assertThat(stage.shares().failedIndexes()).startsWith("0,2,4,"));
    assertThat(new ObjectMapper().writeValueAsBytes(decided).length).isLessThan(MOST_BYTES);
  }

  private static String pipeline() {
    return IntStream.range(0, STAGES)
        .mapToObj(
            i -> "    - {name: s%d, synthesize: {images: photos, seed: %d}}%n".formatted(i, i))
        .collect(
            Collectors.joining(
                "",
                """
                apiVersion: facsimile.dev/v1alpha1
                kind: Pipeline
                metadata: {name: many}
                spec:
                  sources: {photos: {images: {uri: photos}}}
                  stages:
                """,
                ""));
  }

  private static StageStatus atWork(StageStatus stage, StepFact fact) {
    if (!(fact instanceof StepFact.Missing missing)) {
      return stage;
    }
    return stage.toBuilder()
        .fingerprint(missing.id())
        .attempt(1, JobNames.of("synthesize", missing.id(), 1), NOW.toString())
        .state(StageState.RUNNING, Reason.RUNNING.id(), null)
        .build();
  }

  private static PipelineRunStatus replace(PipelineRunStatus status, StageStatus changed) {
    var stages = new ArrayList<>(status.stages());
    stages.replaceAll(stage -> stage.name().equals(changed.name()) ? changed : stage);
    return new PipelineRunStatus(
        status.observedGeneration(),
        status.conditions(),
        status.state(),
        status.progress(),
        status.images(),
        stages,
        status.gates(),
        status.promotion(),
        status.result(),
        status.record(),
        status.startedAt(),
        status.progressAt(),
        status.finishedAt());
  }

  private static JobView halfFailed(String work) {
    var failed =
        IntStream.range(0, SHARES / 2)
            .mapToObj(i -> Integer.toString(2 * i))
            .collect(Collectors.joining(","));
    return new JobView(
        JobNames.of("synthesize", work, 1),
        "job-uid",
        "many-g1",
        "run-uid",
        work,
        1,
        SHARES,
        SHARES,
        SHARES / 2,
        failed,
        false,
        false,
        false,
        NOW,
        Optional.of(new JobView.End(false, "FailedIndexes", "")));
  }

  private static PodView pod(String job) {
    var words = new Termination(65, "a long story ".repeat(500), List.of(), 0, "ns/log").line();
    return new PodView(
        job + "-0",
        job,
        0,
        "Failed",
        Optional.empty(),
        Optional.of(new PodView.Terminated(65, "Error", words)),
        false,
        "",
        "",
        Optional.empty(),
        0,
        "2Gi");
  }
}
