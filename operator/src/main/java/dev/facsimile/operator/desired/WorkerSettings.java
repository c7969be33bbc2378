package dev.facsimile.operator.desired;

import java.util.Optional;
import java.util.Set;

/**
 * What the operator's configuration says about every worker pod.
 *
 * @param storeLocation the object store as workers open it, for example {@code
 *     s3://bucket/?endpoint=https://host}
 * @param secretName Secret in the pipeline's namespace with the store's credentials
 * @param caConfigMap ConfigMap in the pipeline's namespace whose {@code ca.crt} holds the
 *     certificates of authorities that workers trust beside the usual ones
 * @param image image of pods without a GPU
 * @param gpuImage image of pods with a GPU
 * @param gpuResources names of resources that are GPUs, beside those that {@link Gpus} knows
 * @param imagePullPolicy when nodes pull the image
 * @param allowedServiceAccounts service accounts that a pipeline may name
 * @param spoolSize ephemeral disk of a worker, a Kubernetes quantity
 */
public record WorkerSettings(
    String storeLocation,
    String secretName,
    Optional<String> caConfigMap,
    String image,
    String gpuImage,
    Set<String> gpuResources,
    String imagePullPolicy,
    Set<String> allowedServiceAccounts,
    String spoolSize) {

  /** Copies the sets. */
  public WorkerSettings {
    gpuResources = Set.copyOf(gpuResources);
    allowedServiceAccounts = Set.copyOf(allowedServiceAccounts);
  }

  /** The same with the images that a run began with. */
  public WorkerSettings withImages(String frozen, String frozenForGpus) {
    return new WorkerSettings(
        storeLocation,
        secretName,
        caConfigMap,
        frozen,
        frozenForGpus,
        gpuResources,
        imagePullPolicy,
        allowedServiceAccounts,
        spoolSize);
  }
}
