package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.desired.Labels;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.operator.trigger.PipelineDecider;
import dev.facsimile.operator.trigger.PipelineDecision;
import dev.facsimile.operator.trigger.PipelineDecision.NewRun;
import dev.facsimile.operator.trigger.PipelineStatuses;
import dev.facsimile.operator.trigger.PipelineWorld;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Starts the runs of pipelines, and removes old ones. */
@ControllerConfiguration(name = "pipeline")
public class PipelineReconciler implements Reconciler<Pipeline> {
  /** Annotation of a run: what of the spec it was made of. */
  private static final String SPEC_HASH = Labels.PREFIX + "spec-hash";

  private static final Duration AFTER_TICK = Duration.ofMillis(50);

  private final WorkerSettings settings;
  private final ClusterWriter writer;
  private final Signals signals;
  private final Clock clock;

  PipelineReconciler(WorkerSettings settings, ClusterWriter writer, Signals signals, Clock clock) {
    this.settings = settings;
    this.writer = writer;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Pipeline>> prepareEventSources(EventSourceContext<Pipeline> context) {
    var runs = InformerEventSourceConfiguration.from(PipelineRun.class, Pipeline.class).build();
    return List.of(new InformerEventSource<>(runs, context));
  }

  @Override
  public UpdateControl<Pipeline> reconcile(Pipeline pipeline, Context<Pipeline> context) {
    var world = world(pipeline, context);
    var statuses = new PipelineStatuses(world);
    PlannedRun planned;
    try {
      planned = plan(pipeline);
    } catch (InvalidPipelineException e) {
      write(pipeline, statuses.invalid(e.problems()), context);
      return UpdateControl.noUpdate();
    }
    var warnings = planned.plan().warnings();
    if (planned.refusal().isPresent()) {
      write(
          pipeline,
          statuses.stalled(Reason.POD_REFUSED, planned.refusal().get(), warnings),
          context);
      return UpdateControl.noUpdate();
    }
    var decision = PipelineDecider.decide(world, planned.plan().spec(), warnings);
    var taken = apply(pipeline, decision);
    var status =
        taken.isEmpty()
            ? decision.status()
            : statuses.stalled(
                Reason.RUN_NAME_TAKEN,
                "There is a PipelineRun " + String.join(", ", taken) + " already",
                warnings);
    write(pipeline, status, context);
    var control = UpdateControl.<Pipeline>noUpdate();
    return decision
        .next()
        .map(next -> control.rescheduleAfter(Duration.between(world.now(), next).plus(AFTER_TICK)))
        .orElse(control);
  }

  private PipelineWorld world(Pipeline pipeline, Context<Pipeline> context) {
    var runs =
        context
            .getSecondaryResourcesAsStream(PipelineRun.class)
            .sorted(
                Comparator.comparing((PipelineRun run) -> run.getMetadata().getCreationTimestamp())
                    .thenComparing(run -> run.getMetadata().getName()))
            .map(
                run ->
                    new PipelineWorld.Run(
                        run.getMetadata().getName(),
                        run.getMetadata().getAnnotations() == null
                            ? null
                            : run.getMetadata().getAnnotations().get(SPEC_HASH),
                        run.getStatus()))
            .toList();
    var metadata = pipeline.getMetadata();
    return new PipelineWorld(
        metadata.getName(),
        metadata.getGeneration(),
        Instant.parse(metadata.getCreationTimestamp()),
        runs,
        pipeline.getStatus(),
        clock.instant());
  }

  private PlannedRun plan(Pipeline pipeline) {
    var metadata = pipeline.getMetadata();
    return PlannedRun.of(
        metadata.getName(), metadata.getNamespace(), pipeline.getSpec(), settings, Map.of());
  }

  /** Does what was decided; names that somebody else's runs have. */
  private List<String> apply(Pipeline pipeline, PipelineDecision decision) {
    var namespace = pipeline.getMetadata().getNamespace();
    decision.cancels().forEach(name -> writer.cancelRun(namespace, name));
    decision.deletes().forEach(name -> writer.deleteRun(namespace, name));
    return decision.creates().stream()
        .filter(run -> !writer.create(run(pipeline, run)))
        .map(NewRun::name)
        .filter(name -> !isOurs(pipeline, name))
        .toList();
  }

  private boolean isOurs(Pipeline pipeline, String name) {
    return writer
        .findRun(pipeline.getMetadata().getNamespace(), name)
        .filter(run -> run.hasOwnerReferenceFor(pipeline))
        .isPresent();
  }

  private static PipelineRun run(Pipeline pipeline, NewRun wanted) {
    var name = pipeline.getMetadata().getName();
    var run = new PipelineRun();
    run.getMetadata().setName(wanted.name());
    run.getMetadata().setNamespace(pipeline.getMetadata().getNamespace());
    run.getMetadata().setLabels(Map.of(Labels.MANAGED_BY, Labels.FACSIMILE, Labels.PIPELINE, name));
    run.getMetadata().setAnnotations(Map.of(SPEC_HASH, wanted.specHash()));
    run.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(pipeline.getApiVersion())
                    .withKind(pipeline.getKind())
                    .withName(name)
                    .withUid(pipeline.getMetadata().getUid())
                    .withController(true)
                    .withBlockOwnerDeletion(false)
                    .build()));
    run.setSpec(new PipelineRunSpec(name, wanted.trigger(), pipeline.getSpec(), null));
    return run;
  }

  private void write(Pipeline pipeline, PipelineStatus status, Context<Pipeline> context) {
    if (status.equals(pipeline.getStatus())) {
      return;
    }
    var fresh = new Pipeline();
    fresh.getMetadata().setName(pipeline.getMetadata().getName());
    fresh.getMetadata().setNamespace(pipeline.getMetadata().getNamespace());
    fresh.setStatus(status);
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(pipeline, fresh, context);
    signals.tell(pipeline, status);
  }
}
