package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineRunSpec.Trigger;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.api.PipelineStatus.Triggered;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.decide.Schedule;
import dev.facsimile.operator.desired.Labels;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.ConcurrencyPolicy;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Starts the runs of pipelines, and removes old ones. */
@ControllerConfiguration(name = "pipeline")
public class PipelineReconciler implements Reconciler<Pipeline> {
  private static final DateTimeFormatter TICK =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final WorkerSettings settings;
  private final ClusterWriter writer;
  private final Clock clock;

  PipelineReconciler(WorkerSettings settings, ClusterWriter writer, Clock clock) {
    this.settings = settings;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Pipeline>> prepareEventSources(EventSourceContext<Pipeline> context) {
    var runs = InformerEventSourceConfiguration.from(PipelineRun.class, Pipeline.class).build();
    return List.of(new InformerEventSource<>(runs, context));
  }

  @Override
  public UpdateControl<Pipeline> reconcile(Pipeline pipeline, Context<Pipeline> context) {
    var now = clock.instant();
    var runs =
        context
            .getSecondaryResourcesAsStream(PipelineRun.class)
            .sorted(Comparator.comparing(run -> run.getMetadata().getCreationTimestamp()))
            .toList();
    PlannedRun planned;
    try {
      planned =
          PlannedRun.of(
              pipeline.getMetadata().getName(),
              pipeline.getMetadata().getNamespace(),
              pipeline.getSpec(),
              settings.storeLocation(),
              Map.of());
    } catch (InvalidPipelineException e) {
      write(pipeline, PipelineStatuses.invalid(pipeline, runs, e, now), context);
      return UpdateControl.noUpdate();
    }
    var spec = planned.plan().spec();
    var starter = new Starter(pipeline, spec, runs, now);
    starter.start();
    prune(spec, runs);
    write(pipeline, starter.status(planned.plan().warnings()), context);
    var control = UpdateControl.<Pipeline>noUpdate();
    return starter
        .next
        .map(next -> control.rescheduleAfter(Duration.between(now, next).plusMillis(50)))
        .orElse(control);
  }

  /** Decides about the runs of one pipeline and starts them. */
  private final class Starter {
    private final Pipeline pipeline;
    private final PipelineSpec spec;
    private final List<PipelineRun> runs;
    private final Instant now;
    private final String hash;
    private Triggered triggered;
    private String lastTick;
    private Optional<Instant> next = Optional.empty();
    private String taken;

    Starter(Pipeline pipeline, PipelineSpec spec, List<PipelineRun> runs, Instant now) {
      this.pipeline = pipeline;
      this.spec = spec;
      this.runs = runs;
      this.now = now;
      this.hash = SpecHash.of(spec);
      var before = pipeline.getStatus();
      this.triggered = before == null ? null : before.triggered();
      this.lastTick = before == null ? null : before.lastScheduledAt();
    }

    void start() {
      boolean isBusy = runs.stream().anyMatch(run -> !PipelineStatuses.isFinished(run));
      if (!spec.suspend()) {
        onChange(isBusy);
        onTick(isBusy);
      }
      next = spec.schedule() == null ? Optional.empty() : new Schedule(spec.schedule()).next(now);
    }

    private void onChange(boolean isBusy) {
      var known =
          runs.stream()
              .filter(run -> hash.equals(PipelineStatuses.specHash(run)))
              .reduce((first, second) -> second);
      boolean isNew = triggered == null || !hash.equals(triggered.specHash());
      if (!isNew) {
        return;
      }
      var generation = pipeline.getMetadata().getGeneration();
      var newest = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (known.isPresent() && known.get() == newest) {
        triggered = new Triggered(hash, generation, known.get().getMetadata().getName());
      } else if (!spec.triggers().onSpecChange()) {
        triggered = new Triggered(hash, generation, null);
      } else if (!isBusy) {
        var name = pipeline.getMetadata().getName() + "-g" + generation;
        if (create(name, Trigger.SPEC_CHANGE)) {
          triggered = new Triggered(hash, generation, name);
        }
      }
    }

    private void onTick(boolean isBusy) {
      if (spec.schedule() == null) {
        return;
      }
      var since =
          lastTick == null
              ? Instant.parse(pipeline.getMetadata().getCreationTimestamp())
              : Instant.parse(lastTick);
      var due = new Schedule(spec.schedule()).due(since, now);
      if (due.isEmpty()) {
        return;
      }
      lastTick = due.get().toString();
      if (isBusy && spec.concurrencyPolicy() == ConcurrencyPolicy.FORBID) {
        return;
      }
      if (isBusy && spec.concurrencyPolicy() == ConcurrencyPolicy.REPLACE) {
        runs.stream().filter(run -> !PipelineStatuses.isFinished(run)).forEach(writer::cancel);
      }
      create(pipeline.getMetadata().getName() + "-" + TICK.format(due.get()), Trigger.SCHEDULE);
    }

    private boolean create(String name, Trigger trigger) {
      var run = new PipelineRun();
      run.getMetadata().setName(name);
      run.getMetadata().setNamespace(pipeline.getMetadata().getNamespace());
      run.getMetadata()
          .setLabels(
              Map.of(
                  Labels.MANAGED_BY,
                  Labels.FACSIMILE,
                  Labels.PIPELINE,
                  pipeline.getMetadata().getName()));
      run.getMetadata().setAnnotations(Map.of(PipelineStatuses.SPEC_HASH, hash));
      run.getMetadata()
          .setOwnerReferences(
              List.of(
                  new OwnerReferenceBuilder()
                      .withApiVersion(pipeline.getApiVersion())
                      .withKind(pipeline.getKind())
                      .withName(pipeline.getMetadata().getName())
                      .withUid(pipeline.getMetadata().getUid())
                      .withController(true)
                      .withBlockOwnerDeletion(false)
                      .build()));
      run.setSpec(
          new PipelineRunSpec(pipeline.getMetadata().getName(), trigger, pipeline.getSpec(), null));
      if (writer.create(run) || isOurs(name)) {
        return true;
      }
      taken = name;
      return false;
    }

    private boolean isOurs(String name) {
      return writer
          .find(pipeline.getMetadata().getNamespace(), name)
          .filter(run -> run.hasOwnerReferenceFor(pipeline))
          .isPresent();
    }

    PipelineStatus status(List<Problem> warnings) {
      var active =
          runs.stream()
              .filter(run -> !PipelineStatuses.isFinished(run))
              .map(PipelineStatuses::name);
      var names = active.toList();
      var generation = pipeline.getMetadata().getGeneration();
      var before = PipelineStatuses.before(pipeline);
      var isPending = triggered == null || !hash.equals(triggered.specHash());
      var conditions =
          List.of(
              taken == null
                  ? Condition.of(
                      before, Condition.READY, Condition.TRUE, "Valid", null, generation, now)
                  : Condition.of(
                      before,
                      Condition.READY,
                      Condition.FALSE,
                      Reason.RUN_NAME_TAKEN.id(),
                      Reason.RUN_NAME_TAKEN.explain("There is a PipelineRun " + taken + " already"),
                      generation,
                      now),
              Condition.of(
                  before,
                  Condition.RECONCILING,
                  names.isEmpty() && !isPending ? Condition.FALSE : Condition.TRUE,
                  names.isEmpty() ? "Idle" : "Running",
                  names.isEmpty() ? null : "Run " + String.join(", ", names),
                  generation,
                  now),
              Condition.of(
                  before,
                  Condition.STALLED,
                  taken == null ? Condition.FALSE : Condition.TRUE,
                  taken == null ? "NotStalled" : Reason.RUN_NAME_TAKEN.id(),
                  null,
                  generation,
                  now));
      return new PipelineStatus(
          generation,
          conditions,
          spec.suspend() ? "Suspended" : names.isEmpty() ? "Idle" : "Running",
          PipelineStatuses.problems(warnings),
          triggered,
          names,
          PipelineStatuses.lastRun(runs),
          lastTick,
          next.map(Instant::toString).orElse(null));
    }
  }

  private void prune(PipelineSpec spec, List<PipelineRun> runs) {
    prune(
        runs.stream()
            .filter(run -> PipelineStatuses.isFinished(run) && PipelineStatuses.hasSucceeded(run))
            .toList(),
        spec.history().successful());
    prune(
        runs.stream()
            .filter(run -> PipelineStatuses.isFinished(run) && !PipelineStatuses.hasSucceeded(run))
            .toList(),
        spec.history().failed());
  }

  private void prune(List<PipelineRun> finished, int kept) {
    finished.subList(0, Math.max(0, finished.size() - kept)).forEach(writer::delete);
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
  }
}
