package dev.facsimile.pipeline.artifact;

import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of unfinished work, each committed like an artifact: a reader sees a whole one or none.
 * The last two are kept, so that a damaged newest one costs time and not the work.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String STAGE = "checkpoint";
  private static final String PREFIX = "checkpoint-";
  private static final int KEPT = 2;

  private final ArtifactStore store;
  private final Artifacts artifacts;
  private final String fingerprint;
  private final String workKey;

  /** Checkpoints of the stage or share with a fingerprint. */
  public Checkpoints(ArtifactStore store, Keys keys, Artifacts artifacts, String fingerprint) {
    this.store = store;
    this.artifacts = artifacts;
    this.fingerprint = fingerprint;
    this.workKey = keys.work(fingerprint);
  }

  /**
   * Stores the files of a directory as the checkpoint of a step, then removes what is older than
   * the last two.
   *
   * @throws IllegalArgumentException when the directory has subdirectories
   */
  public void save(long step, Path directory) throws IOException {
    var files = new TreeMap<String, Path>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var file : entries) {
        if (!Files.isRegularFile(file)) {
          throw new IllegalArgumentException(file + " is not a file: a checkpoint is flat");
        }
        files.put(file.getFileName().toString(), file);
      }
    }
    var counts = new TreeMap<String, Long>();
    counts.put("step", step);
    var draft =
        new Manifest(
            Manifest.FORMAT, STAGE, 1, fingerprint, null, null, null, counts, null, "java");
    var key = keyOf(step);
    var committed = artifacts.commit(key, draft, files);
    if (committed.outcome() == Artifacts.Outcome.DIFFERENT) {
      // The work went back behind this step and came here again: the new state is what goes on.
      artifacts.discard(key);
      artifacts.commit(key, draft, files);
    }
    prune(step);
  }

  /**
   * Fetches the newest whole checkpoint.
   *
   * @param directory empty; holds the files of the checkpoint afterwards
   * @return its step, or -1 when there is none
   */
  public long restoreLatest(Path directory) throws IOException {
    for (long step : committedSteps().descendingSet()) {
      try {
        var checkpoint = artifacts.find(keyOf(step));
        if (checkpoint.isPresent()) {
          for (var object : checkpoint.get().manifest().objects()) {
            checkpoint.get().copyTo(object.name(), directory.resolve(object.name()));
          }
          return step;
        }
      } catch (StoreException e) {
        if (e.reason() != Reason.CORRUPT && e.reason() != Reason.NOT_FOUND) {
          throw e;
        }
        LOG.warn("Checkpoint of step {} is passed over: {}", step, e.getMessage());
      }
      empty(directory);
    }
    return -1;
  }

  /** Removes all of them: the work is committed. */
  public void clear() throws IOException {
    var infos = store.list(workKey + "/");
    // Manifests go first: what is half removed must not look whole.
    var manifestsFirst =
        Comparator.comparing((ArtifactStore.Info info) -> !info.key().endsWith(Manifest.FILE_NAME));
    for (var info : infos.stream().sorted(manifestsFirst).toList()) {
      store.delete(info.key());
    }
  }

  private void prune(long newest) throws IOException {
    var steps = committedSteps();
    var kept = new TreeSet<>(List.of(newest));
    for (long step : steps.descendingSet()) {
      if (kept.size() < KEPT && step < newest) {
        kept.add(step);
      }
    }
    for (var step : steps("")) {
      if (!kept.contains(step)) {
        artifacts.discard(keyOf(step));
      }
    }
  }

  private TreeSet<Long> committedSteps() throws IOException {
    return steps("/" + Manifest.FILE_NAME);
  }

  private TreeSet<Long> steps(String suffix) throws IOException {
    var steps = new TreeSet<Long>();
    var prefix = workKey + "/" + PREFIX;
    for (var info : store.list(prefix)) {
      int slash = info.key().indexOf('/', prefix.length());
      if (slash > 0 && info.key().endsWith(suffix)) {
        steps.add(Long.parseLong(info.key().substring(prefix.length(), slash)));
      }
    }
    return steps;
  }

  private String keyOf(long step) {
    var digits = Long.toString(step);
    return workKey + "/" + PREFIX + "0".repeat(Math.max(0, 12 - digits.length())) + digits;
  }

  private static void empty(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
  }
}
