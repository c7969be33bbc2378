package dev.facsimile.operator.desired;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker finds in its file system. The one disk is /tmp, where Java looks by default, and
 * HOME as well.
 *
 * <p>Files of Secrets are readable for everyone in the container, which is the worker alone: a
 * narrower mode would need a group of which image and cluster both know nothing.
 */
final class WorkerVolumes {
  /** The worker's disk. */
  static final String DISK = "/tmp";

  /** Below it, a folder for each Secret with a source's credentials. */
  static final String CREDENTIALS = "/etc/facsimile/credentials";

  /** The certificates of further authorities. */
  static final String CA_FILE = "/etc/facsimile/ca/ca.crt";

  private static final String CA_FOLDER = "/etc/facsimile/ca";
  private static final String SHARED_MEMORY = "/dev/shm";
  private static final int READABLE = 0444;

  private WorkerVolumes() {}

  /** A volume and where the container has it. */
  record Mounted(Volume volume, String path, boolean readOnly) {}

  static List<Mounted> of(StageWork work, WorkerSettings settings, WorkerResources resources) {
    var mounted = new ArrayList<Mounted>();
    mounted.add(new Mounted(disk(resources), DISK, false));
    if (resources.hasGpu()) {
      mounted.add(new Mounted(sharedMemory(resources), SHARED_MEMORY, false));
    }
    settings
        .caConfigMap()
        .ifPresent(name -> mounted.add(new Mounted(authorities(name), CA_FOLDER, true)));
    for (var secret : work.sourceSecrets()) {
      var volume = credentials("credentials-" + mounted.size(), secret);
      mounted.add(new Mounted(volume, CREDENTIALS + "/" + secret, true));
    }
    return mounted;
  }

  private static Volume disk(WorkerResources resources) {
    return new VolumeBuilder()
        .withName("disk")
        .withNewEmptyDir()
        .withSizeLimit(WorkerResources.converted(resources.spool()))
        .endEmptyDir()
        .build();
  }

  private static Volume sharedMemory(WorkerResources resources) {
    return new VolumeBuilder()
        .withName("shared-memory")
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(WorkerResources.converted(resources.sharedMemory()))
        .endEmptyDir()
        .build();
  }

  private static Volume authorities(String configMap) {
    return new VolumeBuilder()
        .withName("authorities")
        .withNewConfigMap()
        .withName(configMap)
        .withDefaultMode(READABLE)
        .addNewItem("ca.crt", null, "ca.crt")
        .endConfigMap()
        .build();
  }

  private static Volume credentials(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(READABLE)
        .endSecret()
        .build();
  }
}
