package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.pipeline.record.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides about a run. */
public final class Decider {
  /** How often the store is asked for the progress of stages with one share. */
  public static final Duration POLL = Duration.ofSeconds(15);

  private static final Duration SOON = Duration.ofSeconds(2);

  private final World world;
  private final List<StageStatus> stages = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();

  private Decider(World world) {
    this.world = world;
  }

  /**
   * The first status of a run: images and versions are frozen, nothing has been looked at.
   *
   * @param record key of run.json
   */
  public static PipelineRunStatus begin(
      List<Step> steps, Images images, String record, Long generation, Instant now) {
    var stages =
        steps.stream()
            .map(step -> StageStatus.of(step.name(), step.type(), step.version()))
            .toList();
    return new StatusWriter(generation, now).begun(images, stages, record);
  }

  /** What is done next, and what is said. */
  public static Decision decide(World world) {
    return world.before().isFinished()
        ? new Decision(world.before(), tidy(world.uid(), world.jobs()), Optional.empty())
        : new Decider(world).run();
  }

  /** What is left to do for a run that has come to its end. */
  public static List<Action> tidy(String uid, List<JobView> jobs) {
    return jobs.stream()
        .filter(job -> job.runUid().equals(uid) && job.isFinished() && !job.hasTtl())
        .<Action>map(job -> new Action.ExpireJob(job.name()))
        .toList();
  }

  private Decision run() {
    boolean failed =
        world.before().stages().stream().anyMatch(stage -> stage.state() == StageState.FAILED);
    for (var step : world.steps()) {
      var before =
          world
              .before()
              .stage(step.name())
              .orElseGet(() -> StageStatus.of(step.name(), step.type(), step.version()));
      var outcome = new StepDecider(world, hold(failed), step, before).decide();
      stages.add(outcome.status());
      actions.addAll(outcome.actions());
      failed |= outcome.status().state() == StageState.FAILED;
    }
    if (world.stopsNow()) {
      deleteOthers();
    }
    var end = end(stages.stream().anyMatch(stage -> stage.state() == StageState.FAILED));
    if (end.isPresent() && !end.get().recorded().equals(world.facts().recorded())) {
      actions.add(new Action.RecordEnd(end.get().recorded()));
      end = Optional.empty();
    }
    var writer = new StatusWriter(world.generation(), world.now());
    return end.isPresent()
        ? new Decision(writer.ended(world.before(), stages, end.get()), actions, Optional.empty())
        : new Decision(writer.running(world.before(), stages), actions, again());
  }

  /** Jobs that no step minds any more, because its inputs have changed meanwhile, go as well. */
  private void deleteOthers() {
    world.jobs().stream()
        .filter(job -> job.runUid().equals(world.uid()) && !job.isFinished() && !job.isDeleting())
        .map(job -> new Action.DeleteJob(job.name(), job.uid()))
        .filter(delete -> !actions.contains(delete))
        .forEach(actions::add);
  }

  private Optional<Reason> hold(boolean failed) {
    if (world.cancel().isPresent() || world.isOverdue() || failed) {
      return Optional.of(Reason.ENDING);
    }
    return world.isSuspended() ? Optional.of(Reason.SUSPENDED) : Optional.empty();
  }

  /** How the run ends, if it does: no Job is left, and something has ended it. */
  private Optional<RunEnd> end(boolean failed) {
    var unfinished =
        world.jobs().stream()
            .anyMatch(job -> job.runUid().equals(world.uid()) && !job.isFinished());
    var creates = actions.stream().anyMatch(Action.CreateJob.class::isInstance);
    if (unfinished || creates) {
      return Optional.empty();
    }
    if (world.facts().conclusion().isPresent()) {
      return Optional.of(concluded(world.facts().conclusion().get()));
    }
    if (failed) {
      return Optional.of(RunEnd.of(Reason.STAGE_FAILED, RunRecord.FAILED, failures(stages)));
    }
    if (world.cancel().isPresent()) {
      return Optional.of(RunEnd.of(Reason.CANCELLED, RunRecord.CANCELLED, "The run was cancelled"));
    }
    if (world.isOverdue()) {
      var limit = world.spec().timeouts().runSeconds();
      return Optional.of(
          RunEnd.of(
              Reason.RUN_TIMED_OUT, RunRecord.FAILED, "The run took longer than " + limit + " s"));
    }
    return Optional.empty();
  }

  private static RunEnd concluded(Facts.Conclusion conclusion) {
    var reason = conclusion.passed() ? Reason.SUCCEEDED : Reason.GATE_FAILED;
    var recorded = conclusion.passed() ? RunRecord.SUCCEEDED : RunRecord.GATE_FAILED;
    var message =
        conclusion.passed()
            ? "Every stage has its artifact"
                + (conclusion.gates().isEmpty() ? "" : ", every gate holds")
            : "A gate does not hold: " + String.join("; ", conclusion.gates());
    return new RunEnd(reason, recorded, message, Optional.of(conclusion));
  }

  /** One failed stage tells what to do next; of several each tells it in its own status. */
  static String failures(List<StageStatus> stages) {
    var failed = stages.stream().filter(stage -> stage.state() == StageState.FAILED).toList();
    return failed.stream()
        .map(stage -> failure(stage, failed.size() == 1))
        .collect(Collectors.joining("\n"));
  }

  private static String failure(StageStatus stage, boolean isWhole) {
    var message = stage.message() == null ? "" : stage.message();
    return "Stage %s (%s): %s"
        .formatted(stage.name(), stage.reason(), isWhole ? message : Reason.bare(message));
  }

  private Optional<Duration> again() {
    boolean isChanging =
        actions.stream().anyMatch(action -> !(action instanceof Action.ExpireJob))
            || stages.stream()
                .anyMatch(
                    stage ->
                        Reason.MADE_BY_ANOTHER_RUN.id().equals(stage.reason())
                            || Reason.STARTING.id().equals(stage.reason())
                            || stage.state() == StageState.PENDING
                                && stage.attempt() > 0
                                && stage.attemptsEnded() == stage.attempt());
    if (isChanging) {
      return Optional.of(SOON);
    }
    return Optional.of(POLL);
  }
}
