package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.spec.pod.PodSpec.ResourcesSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which resources are GPUs: those of any vendor by their usual names, and configured ones. */
final class Gpus {
  private Gpus() {}

  static boolean isGpu(String resource, Set<String> configured) {
    return resource.endsWith("/gpu")
        || resource.startsWith("nvidia.com/mig-")
        || configured.contains(resource);
  }

  /** How many GPUs, or parts of GPUs, are asked for. */
  static BigDecimal count(ResourcesSpec resources, Set<String> configured) {
    return resources == null
        ? BigDecimal.ZERO
        : sum(resources.limits(), configured).max(sum(resources.requests(), configured));
  }

  private static BigDecimal sum(Map<String, Quantity> amounts, Set<String> configured) {
    return Objects.requireNonNullElse(amounts, Map.<String, Quantity>of()).entrySet().stream()
        .filter(entry -> isGpu(entry.getKey(), configured))
        .map(entry -> entry.getValue().amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
