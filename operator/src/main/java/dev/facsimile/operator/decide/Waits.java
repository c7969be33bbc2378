package dev.facsimile.operator.decide;

import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.PodView.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why the pods of a Job are not at work. */
final class Waits {
  private Waits() {}

  /** A reason of ours and the cluster's own words. */
  record Wait(Reason reason, String message) {}

  /** What a Job waits for; empty when one of its pods is at work or nothing is known yet. */
  static Optional<Wait> of(JobView job, List<PodView> pods, Optional<Words> warning) {
    if (job.isSuspended()) {
      return Optional.of(new Wait(Reason.QUEUED, "the Job waits in its queue"));
    }
    var unfinished = pods.stream().filter(PodView::isUnfinished).toList();
    if (unfinished.stream().anyMatch(pod -> pod.phase().equals("Running"))) {
      return Optional.empty();
    }
    return unfinished.stream()
        .flatMap(pod -> pod.waiting().stream())
        .findFirst()
        .or(() -> warning)
        .map(words -> new Wait(reason(words), words.message()));
  }

  private static Reason reason(Words words) {
    var message = words.message().toLowerCase(Locale.ROOT);
    return switch (words.reason()) {
      case "Unschedulable", "SchedulerError", "SchedulingGated" -> Reason.UNSCHEDULABLE;
      case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName" ->
          Reason.IMAGE_UNAVAILABLE;
      case "CreateContainerConfigError", "FailedMount" -> Reason.CONFIGURATION_MISSING;
      case "FailedCreate" ->
          message.contains("quota") ? Reason.QUOTA_EXCEEDED : Reason.PODS_REFUSED;
      default -> Reason.STARTING;
    };
  }
}
