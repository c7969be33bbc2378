package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.operator.observe.PodView.Words;
import dev.facsimile.operator.observe.Warnings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the cluster shows of a run, from the caches of watches as far as possible. */
final class ClusterView {
  private final PipelineRun run;
  private final Context<PipelineRun> context;

  ClusterView(PipelineRun run, Context<PipelineRun> context) {
    this.run = run;
    this.context = context;
  }

  /** The run's Jobs, and those of others with one of the fingerprints. */
  List<JobView> jobs(Set<String> fingerprints) {
    var source =
        (InformerEventSource<Job, PipelineRun>)
            context.eventSourceRetriever().getEventSourceFor(Job.class);
    var namespace = run.getMetadata().getNamespace();
    var jobs = new LinkedHashMap<String, JobView>();
    var same =
        fingerprints.stream()
            .map(fingerprint -> Watches.index(namespace, fingerprint))
            .flatMap(key -> source.byIndex(Watches.BY_FINGERPRINT, key).stream());
    Stream.concat(context.getSecondaryResourcesAsStream(Job.class), same)
        .map(JobView::of)
        .forEach(job -> jobs.put(job.name(), job));
    unseen(jobs.keySet()).forEach(job -> jobs.put(job.name(), job));
    return List.copyOf(jobs.values());
  }

  /** Jobs that the status names and no watch has shown yet: asked for, lest they are made twice. */
  private List<JobView> unseen(Set<String> seen) {
    var unseen = new ArrayList<JobView>();
    if (run.getStatus() == null) {
      return unseen;
    }
    for (var stage : run.getStatus().stages()) {
      if (stage.attempt() > stage.attemptsEnded() && !seen.contains(stage.job())) {
        Optional.ofNullable(
                context
                    .getClient()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(run.getMetadata().getNamespace())
                    .withName(stage.job())
                    .get())
            .map(JobView::of)
            .ifPresent(unseen::add);
      }
    }
    return unseen;
  }

  /** The pods of the run. */
  List<PodView> pods() {
    return context.getSecondaryResourcesAsStream(Pod.class).map(PodView::of).toList();
  }

  /** What the cluster last warned of, for Jobs that have no pod at work for a while. */
  Map<String, Words> warnings(List<JobView> jobs, List<PodView> pods, Instant now) {
    var warnings = new HashMap<String, Words>();
    for (var job : jobs) {
      if (job.runUid().equals(run.getMetadata().getUid())) {
        Warnings.subject(job, pods, now)
            .flatMap(name -> Warnings.last(events(name), job))
            .ifPresent(words -> warnings.put(job.name(), words));
      }
    }
    return warnings;
  }

  private List<Event> events(String name) {
    return context
        .getClient()
        .v1()
        .events()
        .inNamespace(run.getMetadata().getNamespace())
        .withField("involvedObject.name", name)
        .withField("type", "Warning")
        .list()
        .getItems();
  }

  /** Whether the namespace goes; asked for only when a pod goes, as all of its pods do first. */
  boolean isNamespaceEnding() {
    return context
            .getSecondaryResourcesAsStream(Pod.class)
            .anyMatch(HasMetadata::isMarkedForDeletion)
        && Optional.ofNullable(
                context.getClient().namespaces().withName(run.getMetadata().getNamespace()).get())
            .filter(namespace -> "Terminating".equals(namespace.getStatus().getPhase()))
            .isPresent();
  }

  /** Whether the pipeline that owns the run is suspended. */
  boolean isSuspended() {
    return context
        .getSecondaryResourcesAsStream(Pipeline.class)
        .anyMatch(
            pipeline ->
                pipeline.getSpec() != null && pipeline.getSpec().path("suspend").asBoolean());
  }
}
