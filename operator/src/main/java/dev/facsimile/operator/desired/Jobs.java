package dev.facsimile.operator.desired;

import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The Job of an attempt. It has no time to live and no deadline: the operator reads its outcome and
 * removes it with its run.
 */
public final class Jobs {
  private static final int PARALLELISM = 20;

  private Jobs() {}

  /**
   * Why no Job can be made of the pod settings, in words for the user; empty when one can be made.
   */
  public static Optional<String> refusal(StageWork work, WorkerSettings settings) {
    return refusal(work.stage(), work.pod(), settings);
  }

  /** The same for a stage of which nothing else is known yet. */
  public static Optional<String> refusal(String stage, PodSpec pod, WorkerSettings settings) {
    return PodRules.refusal(stage, pod, settings);
  }

  /**
   * The Job of work that is not refused.
   *
   * @throws IllegalArgumentException when {@link #refusal} has something to say
   */
  public static Job of(StageWork work, WorkerSettings settings) {
    refusal(work, settings)
        .ifPresent(
            words -> {
              throw new IllegalArgumentException(words);
            });
    var most = Objects.requireNonNullElse(work.pod().parallelism(), PARALLELISM);
    return new JobBuilder()
        .withNewMetadata()
        .withName(work.jobName())
        .withNamespace(work.namespace())
        .withLabels(labels(work))
        .withAnnotations(Labels.annotations(work))
        .withOwnerReferences(owner(work))
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(work.missing())
        .withParallelism(Math.min(work.missing(), most))
        .withBackoffLimitPerIndex(work.retries().failures())
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(FailurePolicy.of())
        .withTemplate(Pods.of(work, settings))
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(StageWork work) {
    var labels = Labels.of(work);
    if (work.pod().queueName() != null) {
      labels.put(Labels.QUEUE, work.pod().queueName());
    }
    return labels;
  }

  /**
   * The run does not wait for its Jobs when it is deleted: blocking would need the right to update
   * its finalizers, which clusters check and nobody here uses.
   */
  private static OwnerReference owner(StageWork work) {
    return new OwnerReferenceBuilder()
        .withApiVersion(Pipeline.GROUP + "/" + Pipeline.VERSION)
        .withKind("PipelineRun")
        .withName(work.run())
        .withUid(work.runUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }
}
