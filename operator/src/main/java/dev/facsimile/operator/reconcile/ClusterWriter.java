package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.observe.Refusal;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Optional;

/** Everything that is created, deleted or changed in the cluster, statuses apart. */
@Singleton
public class ClusterWriter {
  private final KubernetesClient client;

  ClusterWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates an object.
   *
   * @return false when one of this name is there already
   */
  boolean create(HasMetadata object) {
    try {
      client.resource(object).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Creates a Job; one that is there already is as good.
   *
   * @return why the cluster refuses it; empty when it is there
   */
  Optional<Refusal> createJob(Job job, Instant now) {
    try {
      create(job);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      var words = e.getStatus() == null ? null : e.getStatus().getMessage();
      var refusal = Refusal.of(e.getCode(), words == null ? e.getMessage() : words, now);
      if (refusal.isEmpty()) {
        throw e;
      }
      return refusal;
    }
  }

  /** The run of a name. */
  Optional<PipelineRun> findRun(String namespace, String name) {
    return Optional.ofNullable(runs(namespace, name).get());
  }

  /** Cancels a run: nothing more is started, its pods are deleted. */
  void cancelRun(String namespace, String name) {
    runs(namespace, name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":\"Now\"}}");
  }

  /** Deletes a run, and what it owns in the background. */
  void deleteRun(String namespace, String name) {
    runs(namespace, name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private Resource<PipelineRun> runs(String namespace, String name) {
    return client.resources(PipelineRun.class).inNamespace(namespace).withName(name);
  }

  /** Deletes a Job with its pods; they end in the background. */
  void deleteJob(String namespace, String name) {
    job(namespace, name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  /** Lets the cluster remove a finished Job after so many seconds. */
  void expireJob(String namespace, String name, int seconds) {
    try {
      job(namespace, name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"ttlSecondsAfterFinished\":" + seconds + "}}");
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private Resource<Job> job(String namespace, String name) {
    return client.resources(Job.class).inNamespace(namespace).withName(name);
  }
}
