package dev.facsimile.operator.observe;

import dev.facsimile.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A worker Job as far as decisions depend on it.
 *
 * @param runUid uid of the run that owns it
 * @param fingerprint whole fingerprint of the work
 * @param attempt number of the attempt
 * @param total shares of the stage
 * @param completions those of them that it has to make; the others were there before
 * @param succeeded shares that it has made
 * @param failedIndexes completion indexes that it gave up, as intervals
 * @param isSuspended whether a queue holds it back
 * @param isDeleting whether it is about to be gone
 * @param hasTtl whether its end was accounted for
 * @param end how it ended; empty while it has not
 */
public record JobView(
    String name,
    String uid,
    String run,
    String runUid,
    String fingerprint,
    int attempt,
    int total,
    int completions,
    int succeeded,
    String failedIndexes,
    boolean isSuspended,
    boolean isDeleting,
    boolean hasTtl,
    Instant createdAt,
    Optional<End> end) {
  /**
   * How a Job ended.
   *
   * @param complete whether every share's pod ended with 0
   */
  public record End(boolean complete, String reason, String message) {}

  /** What a Job shows. */
  public static JobView of(Job job) {
    var metadata = job.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    var status = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
    var owner =
        metadata.getOwnerReferences() == null || metadata.getOwnerReferences().isEmpty()
            ? null
            : metadata.getOwnerReferences().get(0);
    int completions = Objects.requireNonNullElse(job.getSpec().getCompletions(), 1);
    var shares = annotations.getOrDefault(Labels.SHARES, "").replaceFirst("^[0-9]*/", "");
    return new JobView(
        metadata.getName(),
        metadata.getUid(),
        owner == null ? labels.getOrDefault(Labels.RUN, "") : owner.getName(),
        owner == null ? "" : owner.getUid(),
        annotations.getOrDefault(Labels.FINGERPRINT, ""),
        number(annotations.get(Labels.ATTEMPT)),
        Math.max(number(shares), completions),
        completions,
        Objects.requireNonNullElse(status.getSucceeded(), 0),
        Objects.requireNonNullElse(status.getFailedIndexes(), ""),
        Boolean.TRUE.equals(job.getSpec().getSuspend()),
        metadata.getDeletionTimestamp() != null,
        job.getSpec().getTtlSecondsAfterFinished() != null,
        instant(metadata.getCreationTimestamp()),
        end(status));
  }

  /** Shares whose artifacts are there. */
  public int done() {
    return total - completions + succeeded;
  }

  /** Whether it has ended. */
  public boolean isFinished() {
    return end.isPresent();
  }

  private static Optional<End> end(JobStatus status) {
    var conditions = Objects.requireNonNullElse(status.getConditions(), List.<JobCondition>of());
    return conditions.stream()
        .filter(condition -> "True".equals(condition.getStatus()))
        .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
        .findFirst()
        .map(
            condition ->
                new End(
                    condition.getType().equals("Complete"),
                    Objects.requireNonNullElse(condition.getReason(), ""),
                    Objects.requireNonNullElse(condition.getMessage(), "")));
  }

  private static int number(String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Instant instant(String timestamp) {
    return timestamp == null ? Instant.EPOCH : Instant.parse(timestamp);
  }
}
