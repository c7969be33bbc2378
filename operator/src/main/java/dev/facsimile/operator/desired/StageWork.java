package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.spec.PipelineSpec.RetriesSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.TimeoutsSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One attempt at the missing shares of a stage, or at the listing of a source.
 *
 * @param namespace namespace of the run and of everything that belongs to it
 * @param pipeline name of the pipeline
 * @param run name of the run
 * @param runUid uid of the run, which owns the Job
 * @param stage name of the stage, or of the source
 * @param type key of the stage's type; {@link PlannedSource#CATALOG} for a source
 * @param fingerprint what identifies the work, 64 hex digits
 * @param attempt number of the attempt, from 1
 * @param missing shares that are to be made
 * @param total shares of the stage
 * @param pod how its pods are run, the pipeline's settings merged in; of a source, those of the
 *     pipeline
 * @param taskKey key of the task in the store
 * @param taskSha256 digest of the task
 * @param sourceSecrets Secrets with the credentials of sources that are read
 * @param timeouts how long things may take
 * @param retries how often failed work is tried again
 * @param logPrefix key prefix under which workers leave the ends of their logs
 */
public record StageWork(
    String namespace,
    String pipeline,
    String run,
    String runUid,
    String stage,
    String type,
    String fingerprint,
    int attempt,
    int missing,
    int total,
    PodSpec pod,
    String taskKey,
    String taskSha256,
    SortedSet<String> sourceSecrets,
    TimeoutsSpec timeouts,
    RetriesSpec retries,
    String logPrefix) {

  /** Checks the counts and copies the set. */
  public StageWork {
    if (missing < 1 || missing > total || attempt < 1) {
      throw new IllegalArgumentException(
          "attempt %d at %d of %d shares of %s".formatted(attempt, missing, total, stage));
    }
    sourceSecrets = Collections.unmodifiableSortedSet(new TreeSet<>(sourceSecrets));
  }

  /** Name of the Job. */
  public String jobName() {
    return JobNames.of(type, fingerprint, attempt);
  }

  boolean isCatalog() {
    return type.equals(PlannedSource.CATALOG);
  }
}
