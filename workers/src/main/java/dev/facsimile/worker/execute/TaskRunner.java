package dev.facsimile.worker.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Checkpoints;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.plan.Shares;
import dev.facsimile.pipeline.plan.StageType;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Does shares of work: opens and verifies inputs, runs the stage, commits what it wrote. The same
 * code serves the local runner and a worker pod.
 */
public final class TaskRunner {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<List<AugmentationSpec>> RECIPE = new TypeReference<>() {};
  private static final int STORE_THREADS = 4;

  private final ArtifactStore store;
  private final StoreSettings settings;
  private final Spool spool;
  private final LocalCache cache;

  /**
   * A runner on a store.
   *
   * @param settings how sources outside the store are opened
   * @param spool where unfinished results and local copies go
   */
  public TaskRunner(ArtifactStore store, StoreSettings settings, Spool spool) {
    this.store = store;
    this.settings = settings;
    this.spool = spool;
    this.cache = new LocalCache(spool.directory("cache"));
  }

  /** The commit protocol of a namespace on this runner's store. */
  public Artifacts artifacts(Keys keys) {
    return new Artifacts(store, keys, cache, STORE_THREADS);
  }

  /** What a task names, opened for one of its shares; to be closed. */
  TaskInputs inputs(WorkerTask task, WorkerTask.Share share) {
    return new TaskInputs(
        task,
        share,
        dividedRole(type(task)),
        artifacts(new Keys(task.namespace())),
        cache,
        settings);
  }

  /** What a task names, opened as a whole: the divided input with all its pictures. */
  public TaskInputs wholeInputs(WorkerTask task) {
    return new TaskInputs(
        task, task.shares().get(0), null, artifacts(new Keys(task.namespace())), cache, settings);
  }

  /** The store that this runner works on. */
  public ArtifactStore store() {
    return store;
  }

  /** How sources outside the store are opened. */
  public StoreSettings settings() {
    return settings;
  }

  /** A new empty directory of this runner's ephemeral space. */
  public Path newDirectory(String prefix) throws IOException {
    return spool.newDirectory(prefix);
  }

  /** Whether every object of an artifact has the bytes that its manifest promises. */
  public boolean isWhole(Artifact artifact) throws IOException {
    var directory = spool.newDirectory("check");
    try {
      for (var share : artifact.shares()) {
        for (var object : share.manifest().objects()) {
          var copy = directory.resolve(object.name());
          share.copyTo(object.name(), copy);
          Files.delete(copy);
        }
      }
      return true;
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.CORRUPT
          || e.reason() == StoreException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    } finally {
      Spool.delete(directory);
    }
  }

  /**
   * Makes one share and commits it.
   *
   * @throws TaskException with the exit code that the failure deserves
   */
  public Artifacts.Committed run(
      WorkerTask task, WorkerTask.Share share, StageOutput.Progress progress)
      throws IOException, InterruptedException {
    var type = type(task);
    var keys = new Keys(task.namespace());
    var artifacts = artifacts(keys);
    var checkpoints = new Checkpoints(store, keys, artifacts, share.fingerprint());
    var directory = spool.newDirectory(type.key());
    try (var inputs = inputs(task, share)) {
      var output = new TaskOutput(directory, checkpoints, progress);
      work(type, task, inputs, output);
      var draft =
          new Manifest(
              Manifest.FORMAT,
              type.key(),
              type.version(),
              share.fingerprint(),
              digests(task, type, inputs),
              null,
              null,
              output.counts(),
              output.attributes(),
              output.device());
      var committed = artifacts.commit(share.key(), draft, output.files());
      progress.committed();
      checkpoints.clear();
      return committed;
    } finally {
      Spool.delete(directory);
    }
  }

  private static void work(StageType type, WorkerTask task, TaskInputs inputs, TaskOutput output)
      throws IOException, InterruptedException {
    List<AugmentationSpec> recipe =
        task.recipe() == null ? List.of() : MAPPER.convertValue(task.recipe(), RECIPE);
    try {
      var parameters = MAPPER.treeToValue(task.parameters(), type.parameters());
      run(Stages.of(type, recipe), parameters, inputs, output);
    } catch (JsonProcessingException e) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "the task's parameters are not those of " + type.key() + ": " + e.getOriginalMessage(),
          e);
    }
  }

  @SuppressWarnings("unchecked") // Stages pairs each type with the stage of its own parameters
  private static <P extends Record> void run(
      Stage<?> stage, Record parameters, TaskInputs inputs, TaskOutput output)
      throws IOException, InterruptedException {
    ((Stage<P>) stage).run((P) parameters, inputs, output);
  }

  private static StageType type(WorkerTask task) {
    var type =
        StageType.of(task.stage())
            .orElseThrow(
                () ->
                    new TaskException(
                        ExitCode.BAD_CONFIGURATION,
                        "this worker has no stage type \""
                            + task.stage()
                            + "\"; use an image as new as the operator"));
    if (task.format() != WorkerTask.FORMAT || task.stageVersion() != type.version()) {
      throw otherVersion(task, type.version());
    }
    return type;
  }

  /** What to say when a run was frozen with a version that this build has not. */
  static TaskException otherVersion(WorkerTask task, int known) {
    return new TaskException(
        ExitCode.BAD_CONFIGURATION,
        "this worker knows version "
            + known
            + " of "
            + task.stage()
            + ", the run was frozen with version "
            + task.stageVersion()
            + "; use the run's own image");
  }

  /** The role along which a stage type is divided, or null. */
  public static String dividedRole(StageType type) {
    return type.shape().fields().values().stream()
        .filter(field -> field.divides())
        .map(field -> field.name())
        .findFirst()
        .orElse(null);
  }

  private static SortedMap<String, String> digests(
      WorkerTask task, StageType type, TaskInputs inputs) throws IOException {
    var digests = new TreeMap<String, String>();
    var divided = dividedRole(type);
    for (var input : task.inputs().entrySet()) {
      var role = input.getKey();
      if (role.equals(divided)) {
        digests.put(role, Shares.digest(members(inputs.images(role))));
        continue;
      }
      for (int i = 0; i < input.getValue().size(); i++) {
        boolean single = input.getValue().size() == 1;
        digests.put(single ? role : role + "[" + i + "]", input.getValue().get(i).digest());
      }
    }
    return digests;
  }

  /** What identifies the pictures of a share. */
  public static List<Shares.Member> members(ImageCollection images) {
    return images.entries().stream()
        .map(entry -> new Shares.Member(entry.id(), entry.size(), entry.sha256()))
        .toList();
  }
}
