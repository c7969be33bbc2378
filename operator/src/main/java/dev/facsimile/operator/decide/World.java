package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.PipelineRunSpec.Cancel;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.PodView.Words;
import dev.facsimile.operator.observe.Refusal;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.pipeline.spec.PipelineSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a decision about a run depends on.
 *
 * @param uid uid of the run
 * @param generation generation of the run's spec
 * @param createdAt when the run was created
 * @param spec its pipeline, defaults filled in
 * @param steps its steps in execution order
 * @param facts what the store holds for them
 * @param jobs the Jobs of the run, and those of other runs with fingerprints of the run
 * @param pods the pods of the run's Jobs
 * @param warnings name of a Job without pods at work -> what the cluster last warned of
 * @param refusals name of a Job -> why the cluster did not let it be created
 * @param before the status that was written last
 * @param cancel whether the run is to be ended
 * @param isSuspended whether its pipeline is suspended
 * @param now the instant of the decision
 */
public record World(
    String uid,
    Long generation,
    Instant createdAt,
    PipelineSpec spec,
    List<Step> steps,
    Facts facts,
    List<JobView> jobs,
    List<PodView> pods,
    Map<String, Words> warnings,
    Map<String, Refusal> refusals,
    PipelineRunStatus before,
    Optional<Cancel> cancel,
    boolean isSuspended,
    Instant now) {

  /** The run's own Jobs of a fingerprint, the last attempt first. */
  List<JobView> ownJobs(String fingerprint) {
    return jobs.stream()
        .filter(job -> job.runUid().equals(uid) && job.fingerprint().equals(fingerprint))
        .sorted((a, b) -> Integer.compare(b.attempt(), a.attempt()))
        .toList();
  }

  /** An unfinished Job of another run with this fingerprint. */
  Optional<JobView> foreignJob(String fingerprint) {
    return jobs.stream()
        .filter(job -> !job.runUid().equals(uid) && job.fingerprint().equals(fingerprint))
        .filter(job -> !job.isFinished())
        .findFirst();
  }

  /** Whether a Job is another run's, which was a moment earlier with the same work. */
  boolean isForeign(String job) {
    return jobs.stream().anyMatch(other -> !other.runUid().equals(uid) && other.name().equals(job));
  }

  /** The highest number of an attempt of a fingerprint in the namespace. */
  int lastAttempt(String fingerprint) {
    return jobs.stream()
        .filter(job -> job.fingerprint().equals(fingerprint))
        .mapToInt(JobView::attempt)
        .max()
        .orElse(0);
  }

  /** The pods of a Job. */
  List<PodView> podsOf(String job) {
    return pods.stream().filter(pod -> pod.job().equals(job)).toList();
  }

  /** Why the cluster refused a Job a moment ago. */
  Optional<Refusal> refusal(String job) {
    return Optional.ofNullable(refusals.get(job)).filter(refusal -> refusal.isFresh(now));
  }

  /** Whether the run has taken longer than it may. */
  boolean isOverdue() {
    var limit = spec.timeouts().runSeconds();
    return limit != null && createdAt.plusSeconds(limit).isBefore(now);
  }

  /** Whether pods that are at work have to go. */
  boolean stopsNow() {
    return isOverdue() || cancel.filter(Cancel.NOW::equals).isPresent();
  }
}
