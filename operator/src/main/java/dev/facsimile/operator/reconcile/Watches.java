package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.desired.Labels;
import dev.facsimile.operator.observe.JobView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the cluster is watched for the sake of runs. */
final class Watches {
  /** Index of the Jobs of a namespace by the fingerprint of their work, see {@link #index}. */
  static final String BY_FINGERPRINT = "fingerprint";

  private final EventSourceContext<PipelineRun> context;

  Watches(EventSourceContext<PipelineRun> context) {
    this.context = context;
  }

  InformerEventSource<Job, PipelineRun> jobs() {
    var watch =
        InformerEventSourceConfiguration.from(Job.class, PipelineRun.class)
            .withLabelSelector(Labels.MANAGED)
            .build();
    var jobs = new InformerEventSource<>(watch, context);
    jobs.addIndexers(
        Map.of(
            BY_FINGERPRINT,
            job ->
                List.of(index(job.getMetadata().getNamespace(), JobView.of(job).fingerprint()))));
    return jobs;
  }

  /** Key of the index of Jobs. */
  static String index(String namespace, String fingerprint) {
    return namespace + "/" + fingerprint;
  }

  InformerEventSource<Pod, PipelineRun> pods() {
    var watch =
        InformerEventSourceConfiguration.from(Pod.class, PipelineRun.class)
            .withLabelSelector(Labels.MANAGED)
            .withSecondaryToPrimaryMapper(Mappers.fromLabel(Labels.RUN, null, PipelineRun.class))
            .build();
    return new InformerEventSource<>(watch, context);
  }

  InformerEventSource<Pipeline, PipelineRun> pipelines() {
    var watch =
        InformerEventSourceConfiguration.from(Pipeline.class, PipelineRun.class)
            .withSecondaryToPrimaryMapper(this::openRuns)
            .withPrimaryToSecondaryMapper(
                (PipelineRun run) ->
                    Set.of(
                        new ResourceID(
                            run.getSpec().pipelineName(), run.getMetadata().getNamespace())))
            .build();
    return new InformerEventSource<>(watch, context);
  }

  private Set<ResourceID> openRuns(Pipeline pipeline) {
    var name = pipeline.getMetadata().getName();
    return context
        .getPrimaryCache()
        .list(
            pipeline.getMetadata().getNamespace(),
            run ->
                run.getSpec() != null
                    && name.equals(run.getSpec().pipelineName())
                    && (run.getStatus() == null || !run.getStatus().isFinished()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
