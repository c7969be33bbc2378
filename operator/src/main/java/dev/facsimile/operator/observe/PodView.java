package dev.facsimile.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A worker pod as far as decisions depend on it.
 *
 * @param job name of its Job
 * @param index its completion index
 * @param phase Pending, Running, Succeeded or Failed
 * @param waiting why it does not run yet
 * @param terminated how its container ended
 * @param isDisrupted whether the cluster ended it: eviction, preemption, a lost node
 * @param reason the pod's own reason, such as Evicted
 * @param message the pod's own message
 * @param unreachableSince since when its node has not been heard of
 * @param ignoredFailures how often its index was ended by the infrastructure before
 * @param memoryLimit of its container, as Kubernetes writes it; empty without one
 */
public record PodView(
    String name,
    String job,
    int index,
    String phase,
    Optional<Words> waiting,
    Optional<Terminated> terminated,
    boolean isDisrupted,
    String reason,
    String message,
    Optional<Instant> unreachableSince,
    int ignoredFailures,
    String memoryLimit) {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";
  private static final String JOB = "batch.kubernetes.io/job-name";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A reason and a message in the cluster's words. */
  public record Words(String reason, String message) {}

  /**
   * How a container ended.
   *
   * @param message its last words, or the end of its output
   */
  public record Terminated(int exitCode, String reason, String message) {}

  /** What a pod shows. */
  public static PodView of(Pod pod) {
    var metadata = pod.getMetadata();
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    var container =
        Objects.requireNonNullElse(status.getContainerStatuses(), List.<ContainerStatus>of())
            .stream()
            .findFirst();
    return new PodView(
        metadata.getName(),
        labels.getOrDefault(JOB, ""),
        number(annotations.getOrDefault(INDEX, labels.get(INDEX))),
        Objects.requireNonNullElse(status.getPhase(), "Pending"),
        waiting(status, container),
        container.flatMap(PodView::terminated),
        condition(status, "DisruptionTarget")
            .filter(disruption -> "True".equals(disruption.getStatus()))
            .isPresent(),
        text(status.getReason()),
        text(status.getMessage()),
        unreachableSince(pod, status),
        number(annotations.get(IGNORED)),
        memoryLimit(pod));
  }

  /** Whether it has not ended. */
  public boolean isUnfinished() {
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  private static Optional<Words> waiting(PodStatus status, Optional<ContainerStatus> container) {
    var unscheduled =
        condition(status, "PodScheduled")
            .filter(condition -> "False".equals(condition.getStatus()))
            .map(condition -> new Words(text(condition.getReason()), text(condition.getMessage())));
    if (unscheduled.isPresent()) {
      return unscheduled;
    }
    return container
        .map(found -> found.getState() == null ? null : found.getState().getWaiting())
        .filter(state -> state.getMessage() != null)
        .map(state -> new Words(text(state.getReason()), text(state.getMessage())));
  }

  private static Optional<Terminated> terminated(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .map(state -> state.getTerminated())
        .map(
            end ->
                new Terminated(
                    Objects.requireNonNullElse(end.getExitCode(), -1),
                    text(end.getReason()),
                    text(end.getMessage())));
  }

  private static String memoryLimit(Pod pod) {
    return Optional.ofNullable(pod.getSpec())
        .flatMap(spec -> spec.getContainers().stream().findFirst())
        .map(container -> container.getResources())
        .map(resources -> resources.getLimits())
        .map(limits -> limits.get("memory"))
        .map(Quantity::toString)
        .orElse("");
  }

  /** The control plane marks a silent node's pods unready, though their containers were ready. */
  private static Optional<Instant> unreachableSince(Pod pod, PodStatus status) {
    if (!"Running".equals(status.getPhase())) {
      return Optional.empty();
    }
    var deletion = pod.getMetadata().getDeletionTimestamp();
    if (deletion != null) {
      return Optional.of(Instant.parse(deletion).plus(PATIENCE));
    }
    var silent =
        condition(status, "ContainersReady").filter(c -> "True".equals(c.getStatus())).isPresent();
    return condition(status, "Ready")
        .filter(condition -> silent && "False".equals(condition.getStatus()))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()));
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return Objects.requireNonNullElse(status.getConditions(), List.<PodCondition>of()).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static int number(String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}
