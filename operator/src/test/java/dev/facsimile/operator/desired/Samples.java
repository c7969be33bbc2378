package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.spec.PipelineSpec.RetriesSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.TimeoutsSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec.ResourcesSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Work and settings of which a test changes what it is about. */
final class Samples {
  static final String FINGERPRINT = "0123456789abcdef".repeat(4);

  static final WorkerSettings SETTINGS =
      new WorkerSettings(
          "s3://pictures/",
          "facsimile-store",
          Optional.empty(),
          "worker:1",
          "worker:1-cuda",
          Set.of("example.org/accelerator"),
          "IfNotPresent",
          Set.of("facsimile-s3"),
          "20Gi");

  private Samples() {}

  static StageWork work(String type, PodSpec pod) {
    return new StageWork(
        "photos",
        "isc21",
        "isc21-g3",
        "uid",
        "background",
        type,
        FINGERPRINT,
        1,
        3,
        5,
        pod,
        "photos/work/tasks/" + FINGERPRINT + ".json",
        FINGERPRINT,
        new TreeSet<>(),
        new TimeoutsSpec(null, 86400, null, 600, 1800),
        new RetriesSpec(3, 20),
        "photos/pipelines/isc21/runs/isc21-g3/logs");
  }

  static StageWork work(String type, Map<String, String> limits, Map<String, String> requests) {
    return work(type, pod(new ResourcesSpec(quantities(limits), quantities(requests))));
  }

  static PodSpec pod(ResourcesSpec resources) {
    return new PodSpec(
        resources, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    var quantities = new TreeMap<String, Quantity>();
    texts.forEach((name, text) -> quantities.put(name, Quantity.of(text)));
    return quantities;
  }
}
