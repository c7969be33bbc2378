package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.assignment.Assignment;
import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.plan.KnownDigests;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.plan.StageInput;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import dev.facsimile.worker.execute.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs the stages of a plan in this process, one after the other, and of each only what the store
 * does not hold yet. It may be killed at any instant: the same call goes on where it was.
 */
public final class LocalRun {
  private final Plan plan;
  private final Keys keys;
  private final TaskRunner runner;
  private final Artifacts artifacts;
  private final Sources sources;
  private final RunListener listener;
  private final LongSupplier nanos;
  private final Map<String, FinishedTask> finished = new LinkedHashMap<>();

  /**
   * A stage whose inputs are all known, whether it has run or not.
   *
   * @param task what its worker is told of it as a whole; its one share has the stage's own key
   */
  public record Draft(PlannedStage stage, String fingerprint, WorkerTask task) {
    /** Prefix of the artifact's keys. */
    String key() {
      return task.shares().get(0).key();
    }
  }

  /**
   * A stage whose artifact is there.
   *
   * @param task what its worker was told, or would have been
   * @param cached whether the artifact was there before
   * @param figures the last figures that it reported, empty when it was cached
   */
  public record FinishedTask(
      PlannedStage stage,
      String fingerprint,
      WorkerTask task,
      Artifact artifact,
      boolean cached,
      Duration time,
      SortedMap<String, Double> figures) {}

  /**
   * A run of a plan.
   *
   * @param base the directory that relative locations of sources start from
   * @param nanos a clock for durations, in nanoseconds
   */
  public LocalRun(
      Plan plan, TaskRunner runner, Path base, RunListener listener, LongSupplier nanos) {
    this.plan = plan;
    this.keys = new Keys(plan.namespace());
    this.runner = runner;
    this.artifacts = runner.artifacts(keys);
    this.sources = new Sources(plan, runner, base);
    this.listener = listener;
    this.nanos = nanos;
  }

  /**
   * Makes the artifact of a stage, after those that it reads, unless it is there.
   *
   * @param force makes it anew even if it is there
   * @param reason says why it has to run, from its fingerprint; shown to whoever watches
   * @throws TaskException with the exit code that the failure deserves
   */
  public FinishedTask make(PlannedStage stage, boolean force, Function<Draft, String> reason)
      throws IOException, InterruptedException {
    try {
      return attempt(stage, force, reason);
    } catch (StoreException | TaskException e) {
      if (!isCorruption(e) || !repair(stage)) {
        throw e;
      }
      return attempt(stage, force, reason);
    }
  }

  /** The stage with its fingerprint and inputs; empty while one of them does not exist yet. */
  Optional<Draft> draft(PlannedStage stage) throws IOException {
    Optional<String> fingerprint;
    try {
      fingerprint = plan.fingerprint(stage, digests());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (fingerprint.isEmpty()) {
      return Optional.empty();
    }
    var key = keys.artifact(stage.type().key(), fingerprint.get());
    var whole = new WorkerTask.Share(fingerprint.get(), key, 0, 0);
    var task = Assignment.of(plan.namespace(), stage, inputs(stage), List.of(whole));
    return Optional.of(new Draft(stage, fingerprint.get(), task));
  }

  /** The stage as finished if its artifact is there and whole by names and sizes. */
  Optional<FinishedTask> look(Draft draft) throws IOException {
    return intact(draft.key())
        .map(artifact -> finish(draft, artifact, true, Duration.ZERO, new TreeMap<>()));
  }

  /**
   * Removes what is damaged of the finished stages, reading every byte of them.
   *
   * @return whether anything was: then they have to be made again
   */
  boolean discardDamaged() throws IOException {
    boolean damaged = false;
    for (var task : finished()) {
      if (!runner.isWhole(task.artifact())) {
        listener.note("the artifact of " + task.stage().name() + " is damaged; it is made again");
        discard(task.artifact().key());
        finished.remove(task.stage().name());
        damaged = true;
      }
    }
    return damaged;
  }

  /** Names of what has to exist before the stage's fingerprint is known. */
  List<String> awaited(PlannedStage stage) {
    return plan.awaited(stage, digests());
  }

  /** What stands behind the name of a finished stage or of a source, as a stage would read it. */
  Input input(String name) {
    try {
      return input(new Reading(name, finished.containsKey(name), StageInput.Selection.ALL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The finished stages, in the order in which they finished. */
  public List<FinishedTask> finished() {
    return List.copyOf(finished.values());
  }

  private FinishedTask attempt(PlannedStage stage, boolean force, Function<Draft, String> reason)
      throws IOException, InterruptedException {
    var draft = draft(stage).orElseThrow(() -> new IllegalStateException("made out of order"));
    if (force) {
      discard(draft.key());
    }
    var result = look(draft);
    if (result.isEmpty()) {
      long start = nanos.getAsLong();
      listener.started(stage.name(), stage.type().key(), reason.apply(draft));
      var progress = new StageProgress(stage.name(), listener);
      var artifact =
          stage.type().isDivided()
              ? makeShares(draft, progress)
              : makeWhole(draft.task(), progress);
      var time = Duration.ofNanos(nanos.getAsLong() - start);
      result = Optional.of(finish(draft, artifact, false, time, progress.figures()));
    }
    tellFinished(result.get());
    return result.get();
  }

  private FinishedTask finish(
      Draft draft,
      Artifact artifact,
      boolean cached,
      Duration time,
      SortedMap<String, Double> figures) {
    var result =
        new FinishedTask(
            draft.stage(), draft.fingerprint(), draft.task(), artifact, cached, time, figures);
    finished.put(draft.stage().name(), result);
    return result;
  }

  private Artifact makeWhole(WorkerTask task, StageProgress progress)
      throws IOException, InterruptedException {
    var share = task.shares().get(0);
    var committed = runner.run(task, share, progress.ofShare(0, 0));
    return artifacts.find(share.key(), committed.sha256());
  }

  private Artifact makeShares(Draft draft, StageProgress progress)
      throws IOException, InterruptedException {
    var shares = cut(draft.stage(), draft.task());
    var parts = new HashMap<WorkerTask.Share, Artifact>();
    for (var share : shares) {
      intact(share.key()).ifPresent(artifact -> parts.put(share, artifact));
    }
    var missing = shares.stream().filter(share -> !parts.containsKey(share)).toList();
    progress.expect(missing.stream().mapToLong(share -> share.to() - share.from()).sum());
    long done = 0;
    for (var share : missing) {
      int size = share.to() - share.from();
      var committed = runner.run(draft.task(), share, progress.ofShare(done, size));
      parts.put(share, artifacts.find(share.key(), committed.sha256()));
      done += size;
    }
    var ordered = shares.stream().map(parts::get).toList();
    RejectedPictures.check(draft.stage(), ordered);
    var committed =
        artifacts.commit(
            draft.key(),
            Assignment.stageManifest(keys, draft.task(), draft.fingerprint(), ordered),
            new TreeMap<>());
    return artifacts.find(draft.key(), committed.sha256());
  }

  private List<WorkerTask.Share> cut(PlannedStage stage, WorkerTask task) throws IOException {
    try (var inputs = runner.wholeInputs(task)) {
      var members = TaskRunner.members(inputs.images(TaskRunner.dividedRole(stage.type())));
      return Assignment.cut(
          stage,
          members,
          keys,
          digest -> plan.shareFingerprint(stage, digests(), digest).orElseThrow());
    }
  }

  private void discard(String key) throws IOException {
    artifacts.discardWithShares(key, this::noteDamage);
  }

  private Optional<Artifact> intact(String key) throws IOException {
    return artifacts.findOrDiscard(key, this::noteDamage);
  }

  private void noteDamage(StoreException damage) {
    listener.note(damage.getMessage() + "; it is made again");
  }

  private boolean repair(PlannedStage stage) throws IOException, InterruptedException {
    boolean repaired = false;
    for (var input : stage.inputs().values()) {
      for (var reading : input.readings()) {
        if (!reading.isStage() && sources.repair(reading)) {
          listener.note("the catalog of " + reading.name() + " was damaged; it is made again");
          repaired = true;
        }
      }
    }
    for (var name : stage.reads()) {
      var producer = finished.get(name);
      if (producer != null && !runner.isWhole(producer.artifact())) {
        listener.note("the artifact of " + name + " is damaged; it is made again");
        make(producer.stage(), true, unused -> "its artifact was damaged");
        repaired = true;
      }
    }
    return repaired;
  }

  private static boolean isCorruption(Exception e) {
    return e instanceof StoreException store
        ? store.reason() == StoreException.Reason.CORRUPT
        : ((TaskException) e).exitCode() == ExitCode.ARTIFACT_CORRUPT;
  }

  private SortedMap<String, List<Input>> inputs(PlannedStage stage) throws IOException {
    var inputs = new TreeMap<String, List<Input>>();
    for (var input : stage.inputs().values()) {
      var list = new ArrayList<Input>();
      for (var reading : input.readings()) {
        list.add(input(reading));
      }
      inputs.put(input.role(), List.copyOf(list));
    }
    return inputs;
  }

  private Input input(Reading reading) throws IOException {
    if (!reading.isStage()) {
      return sources.input(reading);
    }
    var artifact = finished.get(reading.name()).artifact();
    return new Input(InputKind.ARTIFACT, artifact.key(), artifact.digest(), null);
  }

  private KnownDigests digests() {
    return reading -> {
      if (reading.isStage()) {
        return Optional.ofNullable(finished.get(reading.name()))
            .map(producer -> producer.artifact().digest());
      }
      try {
        return Optional.of(sources.input(reading).digest());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private void tellFinished(FinishedTask task) {
    listener.finished(
        task.stage().name(),
        task.stage().type().key(),
        task.cached(),
        task.artifact().manifest().counts(),
        task.time(),
        task.artifact().key());
  }
}
