package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.PipelineRun;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Everything that is created, deleted or changed in the cluster, statuses apart. */
@Singleton
public class ClusterWriter {
  private static final int CONFLICT = 409;

  private final KubernetesClient client;

  ClusterWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates a Job.
   *
   * @return false when one of this name is there already
   */
  boolean create(Job job) {
    try {
      client.batch().v1().jobs().resource(job).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Creates a run.
   *
   * @return false when one of this name is there already
   */
  boolean create(PipelineRun run) {
    try {
      client.resource(run).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** The run of a name. */
  Optional<PipelineRun> find(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(PipelineRun.class).inNamespace(namespace).withName(name).get());
  }

  /** Cancels a run: nothing more is started, its pods are deleted. */
  void cancel(PipelineRun run) {
    client
        .resource(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":\"Now\"}}");
  }

  /** Deletes a Job with its pods; they end in the background. */
  void deleteJob(String namespace, String name) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(name)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** Lets the cluster remove a finished Job after so many seconds. */
  void expireJob(String namespace, String name, int seconds) {
    try {
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"ttlSecondsAfterFinished\":" + seconds + "}}");
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  /** Deletes a run, and what it owns in the background. */
  void delete(PipelineRun run) {
    client.resource(run).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }
}
