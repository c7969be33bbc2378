package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.spec.pod.PodSpec.ResourcesSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Requests and limits of a worker: what the pipeline says, completed.
 *
 * <p>Memory always has a limit, so that a worker that outgrows it is stopped by itself and not
 * together with its neighbours; processors have none unless the pipeline says so, as throttled
 * workers keep their memory longer and gain nobody anything. Where only one of request and limit is
 * given it counts for both. Devices and other extended resources are requested as they are limited,
 * as Kubernetes demands.
 *
 * <p>Without any settings a worker gets one processor and 2 GiB: the Java heap, the buffers of the
 * transfers and the pictures of one share on one core fit. Each GPU brings four processors and 16
 * GiB, as CUDA's libraries alone take several GiB of a process and a GPU waits for pictures that
 * fewer cores decode. Listing a source takes little, and its disk holds a list of names.
 *
 * @param limits most that the container may use
 * @param requests what it is sure to get
 * @param spool size of its ephemeral disk
 * @param hasGpu whether a GPU is among them
 */
record WorkerResources(
    Map<String, Quantity> limits, Map<String, Quantity> requests, Quantity spool, boolean hasGpu) {
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String DISK = "ephemeral-storage";
  private static final ResourcesSpec NONE = new ResourcesSpec(Map.of(), Map.of());
  private static final Quantity SHARED_MEMORY = Quantity.of("1Gi");
  private static final BigDecimal SHARED_PART = BigDecimal.valueOf(8);

  static WorkerResources of(StageWork work, WorkerSettings settings) {
    var given = given(work);
    var gpus = Gpus.count(given, settings.gpuResources());
    var limits = new TreeMap<>(given.limits());
    var requests = new TreeMap<>(given.requests());
    complete(requests, CPU, limits, cpu(work, gpus));
    complete(requests, MEMORY, limits, memory(work, gpus));
    limits.putIfAbsent(MEMORY, requests.get(MEMORY));
    var configured = Quantity.of(settings.spoolSize());
    complete(requests, DISK, limits, work.isCatalog() ? Quantity.of("1Gi") : configured);
    for (var name : given.requests().keySet()) {
      if (isExtended(name)) {
        limits.putIfAbsent(name, requests.get(name));
      }
    }
    limits.forEach(
        (name, amount) -> {
          if (isExtended(name)) {
            requests.put(name, amount);
          }
        });
    var spool = Objects.requireNonNullElse(limits.get(DISK), requests.get(DISK));
    return new WorkerResources(limits, requests, spool, gpus.signum() > 0);
  }

  private static ResourcesSpec given(StageWork work) {
    var given = work.isCatalog() ? NONE : Objects.requireNonNullElse(work.pod().resources(), NONE);
    return new ResourcesSpec(
        Objects.requireNonNullElse(given.limits(), Map.of()),
        Objects.requireNonNullElse(given.requests(), Map.of()));
  }

  private static Quantity cpu(StageWork work, BigDecimal gpus) {
    return work.isCatalog() ? Quantity.of("250m") : perGpu(gpus, 4, "", "1");
  }

  private static Quantity memory(StageWork work, BigDecimal gpus) {
    return work.isCatalog() ? Quantity.of("1Gi") : perGpu(gpus, 16, "Gi", "2Gi");
  }

  private static Quantity perGpu(BigDecimal gpus, int each, String unit, String without) {
    return Quantity.of(
        gpus.signum() == 0
            ? without
            : gpus.setScale(0, RoundingMode.CEILING).multiply(BigDecimal.valueOf(each)) + unit);
  }

  private static void complete(
      Map<String, Quantity> requests, String name, Map<String, Quantity> limits, Quantity usual) {
    requests.putIfAbsent(name, Objects.requireNonNullElse(limits.get(name), usual));
  }

  private static boolean isExtended(String name) {
    return name.contains("/") && !name.contains("kubernetes.io/");
  }

  /**
   * Size of the shared memory of a pod with GPUs, a part of its memory limit. Libraries that let
   * GPUs exchange data use it, and find only 64 MiB in containers.
   */
  Quantity sharedMemory() {
    var part = limits.get(MEMORY).amount().divide(SHARED_PART, 0, RoundingMode.DOWN);
    return part.compareTo(SHARED_MEMORY.amount()) < 0
        ? Quantity.of(part.toPlainString())
        : SHARED_MEMORY;
  }

  ResourceRequirements requirements() {
    return new ResourceRequirementsBuilder()
        .withLimits(converted(limits))
        .withRequests(converted(requests))
        .build();
  }

  static io.fabric8.kubernetes.api.model.Quantity converted(Quantity amount) {
    return new io.fabric8.kubernetes.api.model.Quantity(amount.text());
  }

  private static Map<String, io.fabric8.kubernetes.api.model.Quantity> converted(
      Map<String, Quantity> amounts) {
    var converted = new TreeMap<String, io.fabric8.kubernetes.api.model.Quantity>();
    amounts.forEach((name, amount) -> converted.put(name, converted(amount)));
    return converted;
  }
}
