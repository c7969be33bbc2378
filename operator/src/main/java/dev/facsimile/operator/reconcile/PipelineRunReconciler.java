package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.Pipeline;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.config.OperatorConfig;
import dev.facsimile.operator.decide.Action;
import dev.facsimile.operator.decide.Decider;
import dev.facsimile.operator.decide.Decision;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.decide.StatusWriter;
import dev.facsimile.operator.decide.World;
import dev.facsimile.operator.desired.Jobs;
import dev.facsimile.operator.desired.Labels;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.survey.StoreAccess;
import dev.facsimile.operator.survey.SurveyDesk;
import dev.facsimile.operator.survey.SurveyDesk.Answer;
import dev.facsimile.operator.survey.SurveyRequest;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Takes runs to their end. */
@ControllerConfiguration(name = "pipelinerun")
public class PipelineRunReconciler implements Reconciler<PipelineRun> {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration PROGRESS = Duration.ofMinutes(1);

  /** What a run is asked about beside what its objects say. */
  private record Open(Set<String> fingerprints, Set<String> discard, String end) {
    static final Open NOTHING = new Open(Set.of(), Set.of(), "");
  }

  private final OperatorConfig config;
  private final WorkerSettings settings;
  private final Images images;
  private final ClusterWriter writer;
  private final SurveyDesk desk;
  private final Clock clock;
  private final SimpleInboundEventSource<PipelineRun> answers =
      new SimpleInboundEventSource<>("store");
  private final Map<String, ResourceID> runs = new ConcurrentHashMap<>();
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  PipelineRunReconciler(
      OperatorConfig config,
      WorkerSettings settings,
      Images images,
      StoreAccess store,
      ClusterWriter writer,
      Clock clock) {
    this.config = config;
    this.settings = settings;
    this.images = images;
    this.writer = writer;
    this.clock = clock;
    var pool = Executors.newFixedThreadPool(config.store().surveys());
    this.desk = new SurveyDesk(store, pool, clock, this::answered);
  }

  private void answered(String uid) {
    Optional.ofNullable(runs.get(uid)).ifPresent(answers::propagateEvent);
  }

  @Override
  public List<EventSource<?, PipelineRun>> prepareEventSources(
      EventSourceContext<PipelineRun> context) {
    var jobs =
        InformerEventSourceConfiguration.from(Job.class, PipelineRun.class)
            .withLabelSelector(Labels.MANAGED)
            .build();
    var pods =
        InformerEventSourceConfiguration.from(Pod.class, PipelineRun.class)
            .withLabelSelector(Labels.MANAGED)
            .withSecondaryToPrimaryMapper(Mappers.fromLabel(Labels.RUN, null, PipelineRun.class))
            .build();
    var pipelines =
        InformerEventSourceConfiguration.from(Pipeline.class, PipelineRun.class)
            .withSecondaryToPrimaryMapper(
                pipeline ->
                    context
                        .getPrimaryCache()
                        .list(
                            pipeline.getMetadata().getNamespace(),
                            run -> isOpenRunOf(run, pipeline))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (PipelineRun run) ->
                    Set.of(
                        new ResourceID(
                            run.getSpec().pipelineName(), run.getMetadata().getNamespace())))
            .build();
    return List.of(
        answers,
        new InformerEventSource<>(jobs, context),
        new InformerEventSource<>(pods, context),
        new InformerEventSource<>(pipelines, context));
  }

  private static boolean isOpenRunOf(PipelineRun run, Pipeline pipeline) {
    return run.getSpec() != null
        && pipeline.getMetadata().getName().equals(run.getSpec().pipelineName())
        && (run.getStatus() == null || !run.getStatus().isFinished());
  }

  @Override
  public UpdateControl<PipelineRun> reconcile(PipelineRun run, Context<PipelineRun> context) {
    var now = clock.instant();
    var before = run.getStatus();
    var statuses = new StatusWriter(run.getMetadata().getGeneration(), now);
    PlannedRun planned;
    try {
      planned = plan(run, before);
    } catch (InvalidPipelineException e) {
      if (before == null || !before.isFinished()) {
        write(run, statuses.refused(before, Reason.INVALID_SPEC, e.getMessage()), context);
      }
      return UpdateControl.noUpdate();
    }
    if (before == null) {
      var begun = Decider.begin(planned.steps(), images, run.getMetadata().getGeneration(), now);
      write(run, begun, context);
      return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(AT_ONCE);
    }
    return proceed(run, planned, statuses, context, now);
  }

  private UpdateControl<PipelineRun> proceed(
      PipelineRun run,
      PlannedRun planned,
      StatusWriter statuses,
      Context<PipelineRun> context,
      Instant now) {
    var uid = run.getMetadata().getUid();
    var before = run.getStatus();
    var view = new ClusterView(run, context);
    var known = open.getOrDefault(uid, Open.NOTHING);
    var jobs = view.jobs(known.fingerprints());
    if (before.isFinished()) {
      forget(uid);
      apply(run, planned, Decider.decide(world(run, planned, NONE, jobs, view, now)), context);
      return UpdateControl.noUpdate();
    }
    runs.put(uid, ResourceID.fromResource(run));
    var answer = desk.ask(request(run, planned, jobs, known), Decider.POLL);
    if (answer instanceof Answer.Unreachable unreachable) {
      write(run, statuses.unreachable(before, unreachable.message()), context);
      return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(Decider.POLL);
    }
    if (!(answer instanceof Answer.Known found)) {
      return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(Decider.POLL);
    }
    var fingerprints =
        found.facts().steps().values().stream()
            .flatMap(fact -> fact.fingerprint().stream())
            .collect(Collectors.toSet());
    if (!fingerprints.equals(known.fingerprints())) {
      known = new Open(fingerprints, known.discard(), known.end());
      open.put(uid, known);
      jobs = view.jobs(fingerprints);
      if (!(desk.ask(request(run, planned, jobs, known), Decider.POLL) instanceof Answer.Known)) {
        return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(Decider.POLL);
      }
    }
    var decision = Decider.decide(world(run, planned, found.facts(), jobs, view, now));
    apply(run, planned, decision, context);
    var control = UpdateControl.<PipelineRun>noUpdate();
    return decision.again().map(control::rescheduleAfter).orElse(control);
  }

  private static final Facts NONE = new Facts(Map.of(), Set.of(), Optional.empty(), "");

  private void forget(String uid) {
    desk.forget(uid);
    open.remove(uid);
    runs.remove(uid);
  }

  private PlannedRun plan(PipelineRun run, PipelineRunStatus before) {
    var versions = new HashMap<String, Integer>();
    if (before != null) {
      before.stages().forEach(stage -> versions.put(stage.name(), stage.version()));
    }
    return PlannedRun.of(
        run.getSpec().pipelineName(),
        run.getMetadata().getNamespace(),
        run.getSpec().pipeline(),
        settings.storeLocation(),
        versions);
  }

  private static SurveyRequest request(
      PipelineRun run, PlannedRun planned, List<JobView> jobs, Open known) {
    var uid = run.getMetadata().getUid();
    var busy =
        jobs.stream()
            .filter(job -> job.runUid().equals(uid) && !job.isFinished())
            .map(JobView::fingerprint)
            .collect(Collectors.toSet());
    var seen =
        jobs.stream()
            .map(job -> job.name() + (job.isFinished() ? "/ended" : ""))
            .collect(Collectors.toSet());
    return new SurveyRequest(
        uid,
        run.getMetadata().getName(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        planned.plan(),
        planned.steps(),
        seen,
        busy,
        known.discard(),
        known.end(),
        run.getSpec().cancel() == null);
  }

  private World world(
      PipelineRun run,
      PlannedRun planned,
      Facts facts,
      List<JobView> jobs,
      ClusterView view,
      Instant now) {
    var pods = view.pods();
    return new World(
        run.getMetadata().getUid(),
        run.getMetadata().getGeneration(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        planned.plan().spec(),
        planned.steps(),
        facts,
        jobs,
        pods,
        view.warnings(jobs, pods, now),
        run.getStatus(),
        Optional.ofNullable(run.getSpec().cancel()),
        view.isSuspended(),
        now);
  }

  private void apply(
      PipelineRun run, PlannedRun planned, Decision decision, Context<PipelineRun> context) {
    var namespace = run.getMetadata().getNamespace();
    var uid = run.getMetadata().getUid();
    for (var action : decision.actions()) {
      if (action instanceof Action.CreateJob create) {
        writer.create(
            Jobs.of(WorkOrders.of(run, planned, create), WorkOrders.frozen(run, settings)));
      } else if (action instanceof Action.Discard discard) {
        var known = open.getOrDefault(uid, Open.NOTHING);
        open.put(uid, new Open(known.fingerprints(), discard.keys(), known.end()));
      } else if (action instanceof Action.RecordEnd end) {
        var known = open.getOrDefault(uid, Open.NOTHING);
        open.put(uid, new Open(known.fingerprints(), known.discard(), end.outcome()));
      }
    }
    write(run, decision.status(), context);
    for (var action : decision.actions()) {
      if (action instanceof Action.DeleteJob delete) {
        writer.deleteJob(namespace, delete.job());
      } else if (action instanceof Action.ExpireJob expire) {
        writer.expireJob(namespace, expire.job(), config.worker().jobTtl());
      }
    }
  }

  private void write(PipelineRun run, PipelineRunStatus status, Context<PipelineRun> context) {
    var before = run.getStatus();
    if (status.equals(before) || isTooSoon(before, status)) {
      return;
    }
    var fresh = new PipelineRun();
    fresh.getMetadata().setName(run.getMetadata().getName());
    fresh.getMetadata().setNamespace(run.getMetadata().getNamespace());
    fresh.setStatus(status.writtenAt(clock.instant()));
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(run, fresh, context);
  }

  private boolean isTooSoon(PipelineRunStatus before, PipelineRunStatus status) {
    return before != null
        && before.differsInProgressOnly(status)
        && before.progressAt() != null
        && Instant.parse(before.progressAt()).plus(PROGRESS).isAfter(clock.instant());
  }
}
