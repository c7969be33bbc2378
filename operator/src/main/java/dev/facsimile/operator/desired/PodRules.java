package dev.facsimile.operator.desired;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What of a stage's pod settings only the operator can judge: who may be named, what belongs to
 * others, and Kubernetes' own shapes.
 */
final class PodRules {
  private static final List<String> RESERVED =
      List.of(
          Labels.PREFIX,
          Labels.MANAGED_BY,
          "batch.kubernetes.io/",
          "job-name",
          "controller-uid",
          "container.apparmor.security.beta.kubernetes.io/",
          "seccomp.security.alpha.kubernetes.io/");

  private PodRules() {}

  static Optional<String> refusal(String stage, PodSpec pod, WorkerSettings settings) {
    return Stream.of(
            serviceAccount(pod.serviceAccountName(), settings),
            keys("labels", pod.labels()),
            keys("annotations", pod.annotations()),
            shape("affinity", pod.affinity(), PodShapes::affinity),
            shape("topologySpreadConstraints", pod.topologySpreadConstraints(), PodShapes::spread))
        .flatMap(Optional::stream)
        .findFirst()
        .map(words -> "%s: pod.%s".formatted(stage, words));
  }

  private static Optional<String> serviceAccount(String name, WorkerSettings settings) {
    var allowed = new TreeSet<>(settings.allowedServiceAccounts());
    if (name == null || allowed.contains(name)) {
      return Optional.empty();
    }
    var choice = allowed.isEmpty() ? "it allows none" : "it allows " + String.join(", ", allowed);
    return Optional.of(
        "serviceAccountName: the operator's configuration does not allow the service account \"%s\" (%s); leave the field out to use the Secret %s, or have the account added to the configuration"
            .formatted(name, choice, settings.secretName()));
  }

  private static Optional<String> keys(String field, Map<String, String> given) {
    return Objects.requireNonNullElse(given, Map.<String, String>of()).keySet().stream()
        .sorted()
        .flatMap(key -> reserved(key).stream())
        .findFirst()
        .map(words -> field + words);
  }

  private static Optional<String> reserved(String key) {
    if (key.equals(Labels.QUEUE)) {
      return Optional.of(": name Kueue's queue in pod.queueName instead of in \"" + key + "\"");
    }
    return RESERVED.stream().anyMatch(it -> it.endsWith("/") ? key.startsWith(it) : key.equals(it))
        ? Optional.of(
            ": \"" + key + "\" is set by Facsimile or Kubernetes; choose a key of your own")
        : Optional.empty();
  }

  private static <T> Optional<String> shape(String field, T tree, Consumer<T> conversion) {
    try {
      conversion.accept(tree);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof JsonMappingException problem) {
        return Optional.of(
            "%s%s: %s".formatted(field, path(problem), problem.getOriginalMessage()));
      }
      throw e;
    }
  }

  private static String path(JsonMappingException problem) {
    var path = new StringBuilder();
    for (var step : problem.getPath()) {
      path.append(
          step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
    }
    return path.toString();
  }
}
