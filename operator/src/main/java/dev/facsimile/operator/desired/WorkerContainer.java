package dev.facsimile.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The one container of a worker's pod. */
final class WorkerContainer {
  /** Its name. */
  static final String NAME = "worker";

  private static final String TERMINATION_LOG = "/dev/termination-log";

  private WorkerContainer() {}

  static Container of(
      StageWork work,
      WorkerSettings settings,
      WorkerResources resources,
      List<WorkerVolumes.Mounted> volumes) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(resources.hasGpu() ? settings.gpuImage() : settings.image())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withArgs(arguments(work, settings))
        .withEnv(environment(work, settings))
        .withResources(resources.requirements())
        .withTerminationMessagePath(TERMINATION_LOG)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(volumes.stream().map(WorkerContainer::mount).toList())
        .build();
  }

  private static List<String> arguments(StageWork work, WorkerSettings settings) {
    return List.of(
        "work",
        "--store",
        settings.storeLocation(),
        "--task",
        work.taskKey(),
        "--sha256",
        work.taskSha256(),
        "--log",
        work.logPrefix(),
        "--stall-timeout",
        Integer.toString(work.timeouts().stallSeconds()));
  }

  private static List<EnvVar> environment(StageWork work, WorkerSettings settings) {
    var hasIdentity = work.pod().serviceAccountName() != null;
    var variables = new ArrayList<EnvVar>();
    variables.add(plain("LC_ALL", "C.UTF-8"));
    variables.add(plain("HOME", WorkerVolumes.DISK));
    variables.add(plain("FACSIMILE_TERMINATION_LOG", TERMINATION_LOG));
    variables.add(secret("AWS_ACCESS_KEY_ID", settings, hasIdentity));
    variables.add(secret("AWS_SECRET_ACCESS_KEY", settings, hasIdentity));
    variables.add(secret("AWS_SESSION_TOKEN", settings, true));
    if (settings.caConfigMap().isPresent()) {
      variables.add(plain("AWS_CA_BUNDLE", WorkerVolumes.CA_FILE));
    }
    if (!work.sourceSecrets().isEmpty()) {
      variables.add(plain("FACSIMILE_CREDENTIALS", WorkerVolumes.CREDENTIALS));
    }
    return variables;
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar secret(String key, WorkerSettings settings, boolean optional) {
    return new EnvVarBuilder()
        .withName(key)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, settings.secretName(), optional)
        .endValueFrom()
        .build();
  }

  private static VolumeMount mount(WorkerVolumes.Mounted mounted) {
    return new VolumeMountBuilder()
        .withName(mounted.volume().getName())
        .withMountPath(mounted.path())
        .withReadOnly(mounted.readOnly() ? true : null)
        .build();
  }
}
