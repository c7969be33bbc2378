package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.config.OperatorConfig;
import dev.facsimile.operator.decide.Action;
import dev.facsimile.operator.decide.Decider;
import dev.facsimile.operator.decide.Reason;
import dev.facsimile.operator.decide.StatusWriter;
import dev.facsimile.operator.decide.World;
import dev.facsimile.operator.desired.Jobs;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.operator.monitor.KnownRuns;
import dev.facsimile.operator.monitor.LogContext;
import dev.facsimile.operator.notify.Notifications;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.Refusal;
import dev.facsimile.operator.survey.StoreAccess;
import dev.facsimile.operator.survey.SurveyDesk;
import dev.facsimile.operator.survey.SurveyDesk.Answer;
import dev.facsimile.operator.survey.SurveyRequest;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
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

  private final OperatorConfig config;
  private final WorkerSettings settings;
  private final Images images;
  private final ClusterWriter writer;
  private final Signals signals;
  private final KnownRuns runs;
  private final Notifications notifications;
  private final SurveyDesk desk;
  private final Clock clock;
  private final SimpleInboundEventSource<PipelineRun> answers =
      new SimpleInboundEventSource<>("store");
  private final Map<String, OpenRun> open = new ConcurrentHashMap<>();
  private IndexerResourceCache<PipelineRun> existing;

  PipelineRunReconciler(
      OperatorConfig config,
      WorkerSettings settings,
      Images images,
      StoreAccess store,
      ClusterWriter writer,
      Signals signals,
      KnownRuns runs,
      Notifications notifications,
      Clock clock) {
    this.config = config;
    this.settings = settings;
    this.images = images;
    this.writer = writer;
    this.signals = signals;
    this.runs = runs;
    this.notifications = notifications;
    this.clock = clock;
    var pool = Executors.newFixedThreadPool(config.store().surveys());
    this.desk = new SurveyDesk(store, pool, clock, this::answered);
  }

  private void answered(String uid) {
    Optional.ofNullable(open.get(uid)).map(OpenRun::id).ifPresent(answers::propagateEvent);
  }

  @Override
  public List<EventSource<?, PipelineRun>> prepareEventSources(
      EventSourceContext<PipelineRun> context) {
    existing = context.getPrimaryCache();
    runs.watch(existing::list);
    var watches = new Watches(context);
    return List.of(answers, watches.jobs(), watches.pods(), watches.pipelines());
  }

  @Override
  public UpdateControl<PipelineRun> reconcile(PipelineRun run, Context<PipelineRun> context) {
    var metadata = run.getMetadata();
    try (var unused = LogContext.ofRun(metadata.getNamespace(), metadata.getName())) {
      return look(run, context);
    }
  }

  private UpdateControl<PipelineRun> look(PipelineRun run, Context<PipelineRun> context) {
    var uid = run.getMetadata().getUid();
    var before = run.getStatus();
    if (before != null && before.isFinished()) {
      forget(uid);
      act(run, Decider.tidy(uid, new ClusterView(run, context).jobs(Set.of())));
      return UpdateControl.noUpdate();
    }
    var view = new ClusterView(run, context);
    if (view.isNamespaceEnding()) {
      release(run, view);
      return UpdateControl.noUpdate();
    }
    var statuses = new StatusWriter(run.getMetadata().getGeneration(), clock.instant());
    OpenRun known;
    try {
      known =
          open.computeIfAbsent(
              uid, unused -> OpenRun.of(ResourceID.fromResource(run), plan(run, before)));
    } catch (InvalidPipelineException e) {
      write(run, statuses.refused(before, Reason.INVALID_SPEC, e.getMessage()), context);
      return UpdateControl.noUpdate();
    }
    var planned = known.planned();
    if (planned.refusal().isPresent()) {
      write(run, statuses.refused(before, Reason.POD_REFUSED, planned.refusal().get()), context);
      return UpdateControl.noUpdate();
    }
    if (before == null) {
      var generation = run.getMetadata().getGeneration();
      var now = clock.instant();
      var begun = Decider.begin(planned.steps(), images, record(run), generation, now);
      write(run, begun, context);
      return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(AT_ONCE);
    }
    return proceed(run, known, statuses, context);
  }

  /**
   * Deletes the Jobs of a run whose namespace goes. A failed pod of a Job with a limit per index
   * stays until another takes its place, which cannot be: the namespace would never end.
   */
  private void release(PipelineRun run, ClusterView view) {
    view.jobs(Set.of()).stream()
        .filter(job -> !job.isFinished())
        .forEach(job -> writer.deleteJob(run.getMetadata().getNamespace(), job.name()));
  }

  private static String record(PipelineRun run) {
    var keys = new Keys(run.getMetadata().getNamespace());
    return keys.run(run.getSpec().pipelineName(), run.getMetadata().getName()) + "/run.json";
  }

  private UpdateControl<PipelineRun> proceed(
      PipelineRun run, OpenRun known, StatusWriter statuses, Context<PipelineRun> context) {
    var view = new ClusterView(run, context);
    var jobs = view.jobs(known.fingerprints());
    var answer = desk.ask(request(run, known, jobs), Decider.POLL);
    if (answer instanceof Answer.Known first) {
      // Other runs' Jobs count too, once the fingerprints are known by which they are found.
      known = known.withFingerprintsOf(first.facts());
      open.replace(run.getMetadata().getUid(), known);
      jobs = view.jobs(known.fingerprints());
      answer = desk.ask(request(run, known, jobs), Decider.POLL);
    }
    var control = UpdateControl.<PipelineRun>noUpdate();
    if (answer instanceof Answer.Unreachable unreachable) {
      write(run, statuses.unreachable(run.getStatus(), unreachable.message()), context);
    }
    if (!(answer instanceof Answer.Known found)) {
      return control.rescheduleAfter(Decider.POLL);
    }
    var decision = Decider.decide(world(run, known, found.facts(), jobs, view));
    var refused = create(run, known.planned(), decision.actions());
    if (!refused.isEmpty()) {
      open.replace(run.getMetadata().getUid(), known.refused(refused));
      return control.rescheduleAfter(AT_ONCE);
    }
    write(run, decision.status(), context);
    notifications.concluded(run, decision.status(), found.facts().conclusion());
    act(run, decision.actions());
    return decision.again().map(control::rescheduleAfter).orElse(control);
  }

  /** Runs that were deleted before their end are forgotten at the next one's end. */
  private void forget(String uid) {
    open.values().removeIf(run -> existing.get(run.id()).isEmpty());
    open.remove(uid);
    desk.retain(open.keySet());
  }

  private PlannedRun plan(PipelineRun run, PipelineRunStatus before) {
    var versions =
        before == null
            ? Map.<String, Integer>of()
            : before.stages().stream()
                .collect(Collectors.toMap(StageStatus::name, StageStatus::version));
    return PlannedRun.of(
        run.getSpec().pipelineName(),
        run.getMetadata().getNamespace(),
        run.getSpec().pipeline(),
        settings,
        versions);
  }

  private static SurveyRequest request(PipelineRun run, OpenRun known, List<JobView> jobs) {
    var uid = run.getMetadata().getUid();
    return new SurveyRequest(
        uid,
        run.getMetadata().getName(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        known.planned().plan(),
        known.planned().steps(),
        jobs.stream()
            .map(job -> job.name() + (job.isFinished() ? "/ended" : ""))
            .collect(Collectors.toSet()),
        jobs.stream()
            .filter(job -> job.runUid().equals(uid) && !job.isFinished())
            .map(JobView::fingerprint)
            .collect(Collectors.toSet()),
        run.getStatus().stages().stream()
            .filter(stage -> stage.attempt() > 0)
            .map(StageStatus::fingerprint)
            .collect(Collectors.toSet()),
        known.discard(),
        known.end(),
        run.getSpec().cancel() == null);
  }

  private World world(
      PipelineRun run, OpenRun known, Facts facts, List<JobView> jobs, ClusterView view) {
    var pods = view.pods();
    var now = clock.instant();
    return new World(
        run.getMetadata().getUid(),
        run.getMetadata().getGeneration(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        known.planned().plan().spec(),
        known.planned().steps(),
        facts,
        jobs,
        pods,
        view.warnings(jobs, pods, now),
        known.refusals(),
        run.getStatus(),
        Optional.ofNullable(run.getSpec().cancel()),
        view.isSuspended(),
        now);
  }

  /**
   * Jobs come before the status that names them: one that is there already is adopted.
   *
   * @return the Jobs that the cluster refuses, of which no status may say that they are at work
   */
  private Map<String, Refusal> create(PipelineRun run, PlannedRun planned, List<Action> actions) {
    var refused = new HashMap<String, Refusal>();
    var frozen = run.getStatus().images();
    var own = settings.withImages(frozen.worker(), frozen.gpuWorker());
    for (var action : actions) {
      if (action instanceof Action.CreateJob create) {
        writer
            .createJob(Jobs.of(WorkOrders.of(run, planned, create), own), clock.instant())
            .ifPresent(refusal -> refused.put(create.job(), refusal));
      }
    }
    return refused;
  }

  /** What goes, goes after the status that accounts for it. */
  private void act(PipelineRun run, List<Action> actions) {
    var namespace = run.getMetadata().getNamespace();
    var uid = run.getMetadata().getUid();
    for (var action : actions) {
      if (action instanceof Action.DeleteJob delete) {
        writer.deleteJob(namespace, delete.job());
      } else if (action instanceof Action.ExpireJob expire) {
        writer.expireJob(namespace, expire.job(), config.worker().jobTtl());
      } else if (action instanceof Action.Discard discard) {
        open.computeIfPresent(uid, (unused, known) -> known.discarding(discard.keys()));
      } else if (action instanceof Action.RecordEnd end) {
        open.computeIfPresent(uid, (unused, known) -> known.ending(end.outcome()));
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
    signals.tell(run, status);
    notifications.written(run, status);
  }

  private boolean isTooSoon(PipelineRunStatus before, PipelineRunStatus status) {
    return before != null
        && before.differsInProgressOnly(status)
        && before.progressAt() != null
        && Instant.parse(before.progressAt()).plus(PROGRESS).isAfter(clock.instant());
  }
}
