package dev.facsimile.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkerResourcesTest {
  @Test
  void withoutSettingsAWorkerGetsAProcessorAndLimitedMemory() {
    var resources = of(Samples.work("match", PodSpec.EMPTY));

    assertThat(texts(resources.requests()))
        .isEqualTo(Map.of("cpu", "1", "memory", "2Gi", "ephemeral-storage", "20Gi"));
    assertThat(texts(resources.limits())).isEqualTo(Map.of("memory", "2Gi"));
    assertThat(resources.hasGpu()).isFalse();
  }

  @Test
  void gpusBringProcessorsAndMemoryAndAreRequestedAsLimited() {
    var resources = of(Samples.work("train", Map.of("nvidia.com/gpu", "4"), Map.of()));

    assertThat(texts(resources.requests()))
        .containsEntry("nvidia.com/gpu", "4")
        .containsEntry("cpu", "16")
        .containsEntry("memory", "64Gi");
    assertThat(texts(resources.limits()))
        .isEqualTo(Map.of("nvidia.com/gpu", "4", "memory", "64Gi"));
    assertThat(resources.hasGpu()).isTrue();
  }

  @Test
  void aDeviceThatIsOnlyRequestedIsLimitedToo() {
    var resources = of(Samples.work("extract", Map.of(), Map.of("amd.com/gpu", "1")));

    assertThat(texts(resources.limits())).containsEntry("amd.com/gpu", "1");
  }

  @Test
  void oneOfRequestAndLimitCountsForBothButProcessorsStayUnlimited() {
    var limited = of(Samples.work("extract", Map.of("cpu", "500m", "memory", "8Gi"), Map.of()));
    var requested = of(Samples.work("extract", Map.of(), Map.of("cpu", "3", "memory", "6Gi")));

    assertThat(texts(limited.requests()))
        .containsEntry("cpu", "500m")
        .containsEntry("memory", "8Gi");
    assertThat(texts(requested.limits())).isEqualTo(Map.of("memory", "6Gi"));
  }

  @Test
  void theDiskGrowsWithWhatThePipelineAsksFor() {
    var resources = of(Samples.work("train", Map.of("ephemeral-storage", "300Gi"), Map.of()));

    assertThat(resources.spool().text()).isEqualTo("300Gi");
    assertThat(texts(resources.requests())).containsEntry("ephemeral-storage", "300Gi");
  }

  @Test
  void listingASourceTakesLittleWhateverTheStagesNeed() {
    var resources =
        of(Samples.work("catalog", Map.of("nvidia.com/gpu", "8", "memory", "1Ti"), Map.of()));

    assertThat(texts(resources.limits())).isEqualTo(Map.of("memory", "1Gi"));
    assertThat(resources.hasGpu()).isFalse();
  }

  @Test
  void gpusAreKnownByNameConfigurationAndAsParts() {
    assertThat(hasGpu("gpu.intel.com/i915", "1")).isFalse();
    assertThat(hasGpu("example.org/accelerator", "1")).isTrue();
    assertThat(hasGpu("nvidia.com/mig-1g.10gb", "1")).isTrue();
    assertThat(hasGpu("nvidia.com/gpu", "0")).isFalse();
  }

  @Test
  void sharedMemoryIsAPartOfTheMemoryLimit() {
    var small =
        of(Samples.work("extract", Map.of("nvidia.com/gpu", "1", "memory", "4Gi"), Map.of()));
    var large = of(Samples.work("extract", Map.of("nvidia.com/gpu", "1"), Map.of()));

    assertThat(small.sharedMemory().amount()).isEqualByComparingTo("536870912");
    assertThat(large.sharedMemory().text()).isEqualTo("1Gi");
  }

  private static boolean hasGpu(String resource, String amount) {
    return of(Samples.work("extract", Map.of(resource, amount), Map.of())).hasGpu();
  }

  private static WorkerResources of(StageWork work) {
    return WorkerResources.of(work, Samples.SETTINGS);
  }

  private static Map<String, String> texts(Map<String, Quantity> amounts) {
    return amounts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
  }
}
