package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.spec.pod.PodSpec;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pods of a Job: one restricted container without access to the cluster. The user's id is left
 * to the image, or to the cluster where it assigns one.
 */
final class Pods {
  private static final Set<String> TRAINING = Set.of("train", "trainDetector");
  private static final long GRACE_SECONDS = 30;
  private static final long TRAINING_GRACE_SECONDS = 120;

  private Pods() {}

  static PodTemplateSpec of(StageWork work, WorkerSettings settings) {
    var pod = work.pod();
    var resources = WorkerResources.of(work, settings);
    var volumes = WorkerVolumes.of(work, settings, resources);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(work))
        .withAnnotations(pod.annotations() == null ? null : new TreeMap<>(pod.annotations()))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withServiceAccountName(pod.serviceAccountName())
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(graceSeconds(work))
        .withPriorityClassName(pod.priorityClassName())
        .withRuntimeClassName(pod.runtimeClassName())
        .withNodeSelector(pod.nodeSelector() == null ? null : new TreeMap<>(pod.nodeSelector()))
        .withTolerations(tolerations(pod))
        .withAffinity(PodShapes.affinity(pod.affinity()))
        .withTopologySpreadConstraints(PodShapes.spread(pod.topologySpreadConstraints()))
        .withImagePullSecrets(pullSecrets(pod))
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(WorkerContainer.of(work, settings, resources, volumes))
        .withVolumes(volumes.stream().map(WorkerVolumes.Mounted::volume).toList())
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(StageWork work) {
    var labels = new TreeMap<>(Objects.requireNonNullElse(work.pod().labels(), Map.of()));
    labels.putAll(Labels.of(work));
    return labels;
  }

  private static long graceSeconds(StageWork work) {
    if (work.pod().terminationGracePeriodSeconds() != null) {
      return work.pod().terminationGracePeriodSeconds();
    }
    return TRAINING.contains(work.type()) ? TRAINING_GRACE_SECONDS : GRACE_SECONDS;
  }

  private static List<Toleration> tolerations(PodSpec pod) {
    return Objects.requireNonNullElse(pod.tolerations(), List.<PodSpec.TolerationSpec>of()).stream()
        .map(
            own ->
                new Toleration(
                    own.effect(), own.key(), own.operator(), own.tolerationSeconds(), own.value()))
        .toList();
  }

  private static List<LocalObjectReference> pullSecrets(PodSpec pod) {
    return Objects.requireNonNullElse(pod.imagePullSecrets(), List.<PodSpec.SecretReference>of())
        .stream()
        .map(secret -> new LocalObjectReference(secret.name()))
        .toList();
  }
}
