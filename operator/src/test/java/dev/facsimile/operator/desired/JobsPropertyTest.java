package dev.facsimile.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec.ResourcesSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec.SecretReference;
import dev.facsimile.pipeline.spec.pod.PodSpec.TolerationSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No pod settings make a pod less restricted, nameless or somebody else's. */
class JobsPropertyTest {
  private static final Set<String> OURS =
      Set.of(
          Labels.MANAGED_BY,
          Labels.RUN,
          Labels.QUEUE,
          "batch.kubernetes.io/job-name",
          "container.apparmor.security.beta.kubernetes.io/worker");

  @Property
  void settingsNeverWeakenAPod(@ForAll("settings") PodSpec pod, @ForAll("types") String type) {
    var work = Samples.work(type, pod);

    var refusal = Jobs.refusal(work, Samples.SETTINGS);

    assertThat(refusal.isPresent()).isEqualTo(oversteps(pod));
    if (refusal.isEmpty()) {
      var job = Jobs.of(work, Samples.SETTINGS);
      assertRestricted(job);
      assertOurs(job, work);
    }
  }

  private static void assertRestricted(Job job) {
    var pod = job.getSpec().getTemplate().getSpec();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getInitContainers()).isEmpty();
    assertThat(pod.getVolumes()).allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
    assertThat(pod.getContainers())
        .singleElement()
        .satisfies(
            container -> {
              var context = container.getSecurityContext();
              assertThat(context.getAllowPrivilegeEscalation()).isFalse();
              assertThat(context.getReadOnlyRootFilesystem()).isTrue();
              assertThat(context.getRunAsNonRoot()).isTrue();
              assertThat(context.getPrivileged()).isNull();
              assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(context.getCapabilities().getAdd()).isEmpty();
              assertThat(container.getResources().getLimits()).containsKey("memory");
              assertThat(container.getPorts()).isEmpty();
            });
  }

  private static void assertOurs(Job job, StageWork work) {
    var template = job.getSpec().getTemplate();
    assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(JobNames.MAX_LENGTH);
    assertThat(job.getMetadata().getLabels()).containsAllEntriesOf(Labels.of(work));
    assertThat(template.getMetadata().getLabels()).containsAllEntriesOf(Labels.of(work));
    assertThat(job.getSpec().getSuspend()).isNull();
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getSpec().getMaxFailedIndexes()).isNull();
    assertThat(job.getSpec().getParallelism()).isBetween(1, work.missing());
    assertThat(new PodSpecBuilder(template.getSpec()).build()).isEqualTo(template.getSpec());
  }

  private static boolean oversteps(PodSpec pod) {
    return Stream.of(pod.labels(), pod.annotations())
            .filter(map -> map != null)
            .anyMatch(map -> map.keySet().stream().anyMatch(OURS::contains))
        || "admin".equals(pod.serviceAccountName())
        || pod.affinity() != null && pod.affinity().containsKey("hostNetwork");
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of("catalog", "train", "extract", "trainDetector");
  }

  @Provide
  Arbitrary<PodSpec> settings() {
    return Builders.withBuilder(TreeMap<String, Object>::new)
        .use(resources().injectNull(0.3))
        .inSetter((map, value) -> map.put("resources", value))
        .use(Arbitraries.integers().between(1, 100).injectNull(0.5))
        .inSetter((map, value) -> map.put("parallelism", value))
        .use(keys().injectNull(0.5))
        .inSetter((map, value) -> map.put("labels", value))
        .use(keys().injectNull(0.5))
        .inSetter((map, value) -> map.put("annotations", value))
        .use(affinity().injectNull(0.5))
        .inSetter((map, value) -> map.put("affinity", value))
        .use(Arbitraries.of("facsimile-s3", "facsimile-s3", "admin").injectNull(0.5))
        .inSetter((map, value) -> map.put("serviceAccountName", value))
        .use(Arbitraries.of("gpus", "cpus").injectNull(0.5))
        .inSetter((map, value) -> map.put("queueName", value))
        .use(Arbitraries.integers().between(0, 86400).injectNull(0.5))
        .inSetter((map, value) -> map.put("grace", value))
        .build(JobsPropertyTest::pod);
  }

  @SuppressWarnings("unchecked")
  private static PodSpec pod(Map<String, Object> chosen) {
    return new PodSpec(
        (ResourcesSpec) chosen.get("resources"),
        (Integer) chosen.get("parallelism"),
        Map.of("zone", "a"),
        List.of(new TolerationSpec(null, "Exists", null, null, null)),
        (Map<String, JsonNode>) chosen.get("affinity"),
        null,
        "high",
        "nvidia",
        (Map<String, String>) chosen.get("labels"),
        (Map<String, String>) chosen.get("annotations"),
        List.of(new SecretReference("registry")),
        (String) chosen.get("serviceAccountName"),
        (String) chosen.get("queueName"),
        (Integer) chosen.get("grace"));
  }

  private static Arbitrary<Map<String, String>> keys() {
    var free = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(10);
    var key =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(20, free), net.jqwik.api.Tuple.of(1, Arbitraries.of(OURS)));
    return Arbitraries.maps(key, free).ofMaxSize(3);
  }

  private static Arbitrary<Map<String, JsonNode>> affinity() {
    return Arbitraries.of("nodeAffinity", "podAntiAffinity", "podAffinity", "hostNetwork")
        .map(key -> Map.of(key, JsonNodeFactory.instance.objectNode()));
  }

  private static Arbitrary<ResourcesSpec> resources() {
    var names = Arbitraries.of("cpu", "memory", "nvidia.com/gpu", "ephemeral-storage");
    var amounts = Arbitraries.of("0", "1", "64Gi", "500m").map(Quantity::of);
    var map = Arbitraries.maps(names, amounts).ofMaxSize(3).injectNull(0.3);
    return map.flatMap(limits -> map.map(requests -> new ResourcesSpec(limits, requests)));
  }
}
