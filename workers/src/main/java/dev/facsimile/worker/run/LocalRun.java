package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.plan.KnownDigests;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedStage;
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
  public LocalRun(Plan plan, TaskRunner runner, Path base, RunListener listener, LongSupplier nanos)
      throws IOException {
    this.plan = plan;
    this.keys = new Keys(plan.namespace());
    this.runner = runner;
    this.artifacts = runner.artifacts(keys);
    this.sources =
        new Sources(
            plan,
            runner.store(),
            keys,
            artifacts,
            runner.settings(),
            runner.newDirectory("sources"),
            base);
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
  public FinishedTask make(PlannedStage stage, boolean force, Function<FinishedTask, String> reason)
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

  /** What is known of the stage's inputs, so that its fingerprint can be told or is still open. */
  public Optional<String> fingerprint(PlannedStage stage) throws IOException {
    try {
      return plan.fingerprint(stage, digests());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The artifact of a stage if it is there and whole by names and sizes. */
  public Optional<Artifact> find(PlannedStage stage, String fingerprint) throws IOException {
    return intact(keys.artifact(stage.type().key(), fingerprint));
  }

  /** Notes a stage as finished whose artifact was found. */
  public FinishedTask cached(PlannedStage stage, String fingerprint, Artifact artifact)
      throws IOException {
    var key = keys.artifact(stage.type().key(), fingerprint);
    var whole = new WorkerTask.Share(fingerprint, key, 0, 0);
    var task = Assignment.of(plan.namespace(), stage, inputs(stage), List.of(whole));
    var result =
        new FinishedTask(stage, fingerprint, task, artifact, true, Duration.ZERO, new TreeMap<>());
    finished.put(stage.name(), result);
    return result;
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
        discard(task.stage(), task.fingerprint());
        forget(task.stage());
        damaged = true;
      }
    }
    return damaged;
  }

  /** Takes back what {@link #cached} noted. */
  void forget(PlannedStage stage) {
    finished.remove(stage.name());
  }

  /** Names of what has to exist before the stage's fingerprint is known. */
  List<String> awaited(PlannedStage stage) {
    return plan.awaited(stage, digests());
  }

  /** The finished stages, in the order in which they finished. */
  public List<FinishedTask> finished() {
    return List.copyOf(finished.values());
  }

  private FinishedTask attempt(
      PlannedStage stage, boolean force, Function<FinishedTask, String> reason)
      throws IOException, InterruptedException {
    var fingerprint =
        fingerprint(stage).orElseThrow(() -> new IllegalStateException("made out of order"));
    if (force) {
      discard(stage, fingerprint);
    }
    var hit = find(stage, fingerprint);
    if (hit.isPresent()) {
      var result = cached(stage, fingerprint, hit.get());
      tellFinished(result);
      return result;
    }
    long start = nanos.getAsLong();
    var draft = cached(stage, fingerprint, null);
    finished.remove(stage.name());
    listener.started(stage.name(), stage.type().key(), reason.apply(draft));
    var progress = new StageProgress(stage.name(), listener);
    var artifact =
        stage.type().isDivided()
            ? makeShares(stage, draft, progress)
            : makeWhole(draft.task(), progress);
    var result =
        new FinishedTask(
            stage,
            fingerprint,
            draft.task(),
            artifact,
            false,
            Duration.ofNanos(nanos.getAsLong() - start),
            progress.figures());
    finished.put(stage.name(), result);
    tellFinished(result);
    return result;
  }

  private Artifact makeWhole(WorkerTask task, StageProgress progress)
      throws IOException, InterruptedException {
    var share = task.shares().get(0);
    var committed = runner.run(task, share, progress.ofShare(0, 0));
    return artifacts.find(share.key(), committed.sha256());
  }

  private Artifact makeShares(PlannedStage stage, FinishedTask draft, StageProgress progress)
      throws IOException, InterruptedException {
    var shares = cut(stage, draft.task());
    var missing = new ArrayList<WorkerTask.Share>();
    for (var share : shares) {
      if (intact(share.key()).isEmpty()) {
        missing.add(share);
      }
    }
    progress.expect(missing.stream().mapToLong(share -> share.to() - share.from()).sum());
    long done = 0;
    for (var share : missing) {
      int size = share.to() - share.from();
      runner.run(draft.task(), share, progress.ofShare(done, size));
      done += size;
    }
    var parts = new ArrayList<Artifact>();
    for (var share : shares) {
      parts.add(intact(share.key()).orElseThrow());
    }
    RejectedPictures.check(stage, parts);
    var key = draft.task().shares().get(0).key();
    var committed =
        artifacts.commit(
            key,
            Assignment.stageManifest(keys, stage, draft.fingerprint(), draft.task(), parts),
            new TreeMap<>());
    return artifacts.find(key, committed.sha256());
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

  private void discard(PlannedStage stage, String fingerprint) throws IOException {
    var key = keys.artifact(stage.type().key(), fingerprint);
    var artifact = intact(key);
    artifacts.discard(key);
    if (artifact.isPresent()) {
      for (var share : artifact.get().shares()) {
        artifacts.discard(share.key());
      }
    }
  }

  private Optional<Artifact> intact(String key) throws IOException {
    try {
      return artifacts.find(key);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.CORRUPT) {
        throw e;
      }
      listener.note(e.getMessage() + "; it is made again");
      artifacts.discard(key);
      return Optional.empty();
    }
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
        discard(producer.stage(), producer.fingerprint());
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
