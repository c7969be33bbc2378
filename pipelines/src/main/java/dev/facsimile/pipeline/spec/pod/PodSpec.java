package dev.facsimile.pipeline.spec.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** The settings of a stage's pods that a pipeline may choose, in Kubernetes' own shapes. */
public record PodSpec(
    @JsonPropertyDescription("Limits and requests of the worker container") ResourcesSpec resources,
    @Min(1) @Max(10000) @JsonPropertyDescription("Most pods of a stage at a time; 20 when absent")
        Integer parallelism,
    @JsonPropertyDescription("Labels that a node must have") Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pods tolerate")
        List<TolerationSpec> tolerations,
    @JsonPropertyDescription("Kubernetes' affinity object") Map<String, JsonNode> affinity,
    @JsonPropertyDescription("Kubernetes' topology spread constraints")
        List<Map<String, JsonNode>> topologySpreadConstraints,
    @Size(min = 1, max = 253) @JsonPropertyDescription("Priority class of the pods")
        String priorityClassName,
    @Size(min = 1, max = 253) @JsonPropertyDescription("Runtime class of the pods")
        String runtimeClassName,
    @JsonPropertyDescription("Further labels of the pods") Map<String, String> labels,
    @JsonPropertyDescription("Further annotations of the pods") Map<String, String> annotations,
    @JsonPropertyDescription("Secrets with credentials of image registries")
        List<SecretReference> imagePullSecrets,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription("Service account, one that the operator's configuration allows")
        String serviceAccountName,
    @Size(min = 1, max = 253) @JsonPropertyDescription("Kueue's local queue for the stage's Jobs")
        String queueName,
    @Min(0)
        @Max(86400)
        @JsonPropertyDescription("Seconds that a stopped worker gets for its checkpoint")
        Integer terminationGracePeriodSeconds) {

  /** Limits and requests, by resource name. */
  public record ResourcesSpec(
      @JsonPropertyDescription("Most that the container may use") Map<String, Quantity> limits,
      @JsonPropertyDescription("What the container is sure to get")
          Map<String, Quantity> requests) {}

  /** A toleration as in a pod. */
  public record TolerationSpec(
      @JsonPropertyDescription("Key of the taint; every key when absent") String key,
      @JsonPropertyDescription("Exists or Equal") String operator,
      @JsonPropertyDescription("Value of the taint") String value,
      @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute") String effect,
      @JsonPropertyDescription("Seconds that a NoExecute taint is borne") Long tolerationSeconds) {}

  /** The name of a Secret in the pipeline's namespace. */
  public record SecretReference(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret")
          String name) {}

  /** No settings. */
  public static final PodSpec EMPTY =
      new PodSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** These settings, completed field by field with those of the pipeline. */
  public PodSpec orElse(PodSpec pipeline) {
    return new PodSpec(
        first(resources, pipeline.resources),
        first(parallelism, pipeline.parallelism),
        first(nodeSelector, pipeline.nodeSelector),
        first(tolerations, pipeline.tolerations),
        first(affinity, pipeline.affinity),
        first(topologySpreadConstraints, pipeline.topologySpreadConstraints),
        first(priorityClassName, pipeline.priorityClassName),
        first(runtimeClassName, pipeline.runtimeClassName),
        first(labels, pipeline.labels),
        first(annotations, pipeline.annotations),
        first(imagePullSecrets, pipeline.imagePullSecrets),
        first(serviceAccountName, pipeline.serviceAccountName),
        first(queueName, pipeline.queueName),
        first(terminationGracePeriodSeconds, pipeline.terminationGracePeriodSeconds));
  }

  private static <T> T first(T own, T other) {
    return own != null ? own : other;
  }
}
