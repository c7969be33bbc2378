package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Conclusion;
import dev.facsimile.pipeline.release.Promotion;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.execute.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** One run of a plan in this process: its stages, its record, its gates, what it publishes. */
public final class PipelineRun {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Plan plan;
  private final Keys keys;
  private final LocalRun stages;
  private final RunHistory history;
  private final Releases releases;
  private final LongSupplier nanos;
  private final Instant startedAt;
  private final long startedNanos;
  private final String name;
  private final Set<String> pins = new TreeSet<>();

  /**
   * A run that begins now.
   *
   * @param base the directory that relative locations of sources start from
   */
  public PipelineRun(
      Plan plan,
      ArtifactStore store,
      TaskRunner runner,
      Path base,
      RunListener listener,
      Clock clock,
      LongSupplier nanos) {
    this.plan = plan;
    this.stages = new LocalRun(plan, runner, base, listener, nanos);
    this.keys = new Keys(plan.namespace());
    this.history = new RunHistory(store, keys, plan.pipeline());
    this.releases = new Releases(store, keys);
    this.nanos = nanos;
    this.startedAt = clock.instant();
    this.startedNanos = nanos.getAsLong();
    this.name = NAME.format(startedAt);
  }

  /** How a stage stands before anything is run. */
  public enum Standing {
    /** Its artifact is there. */
    CACHED,
    /** It would run. */
    WILL_RUN,
    /** It reads what does not exist yet. */
    UNKNOWN
  }

  /**
   * A stage as it stands.
   *
   * @param fingerprint empty while unknown
   * @param why the reason to run, or what has to exist first
   */
  public record Outlook(
      PlannedStage stage, Standing standing, Optional<String> fingerprint, String why) {}

  /**
   * Makes every stage that is asked for, with all that they need.
   *
   * @param only names of the stages; all of them when empty
   * @param force names of stages that are made anew even if they are there
   */
  public List<LocalRun.FinishedTask> run(List<String> only, Set<String> force)
      throws IOException, InterruptedException {
    var previous = history.latest();
    var wanted = only.isEmpty() ? plan.stages() : plan.upTo(only);
    try {
      for (var stage : wanted) {
        boolean forced = force.contains(stage.name());
        pin(stage);
        stages.make(stage, forced, draft -> forced ? "forced" : reason(previous, draft));
      }
    } catch (IOException | RuntimeException e) {
      recordFailure(e);
      throw e;
    }
    return stages.finished();
  }

  /** Names what a stage relies on before anybody looks whether it is there: a sweep spares it. */
  private void pin(PlannedStage stage) throws IOException {
    var draft = stages.draft(stage);
    if (draft.isPresent()) {
      pins.add(keys.relative(draft.get().key()));
      draft.get().task().inputs().values().stream()
          .flatMap(List::stream)
          .map(WorkerTask.Input::key)
          .filter(Objects::nonNull)
          .forEach(key -> pins.add(keys.relative(key)));
      history.save(describe(RunRecord.RUNNING, List.of(), List.of(), null));
    }
  }

  private void recordFailure(Exception failure) {
    if (failure instanceof StoreException store
        && store.reason() == StoreException.Reason.UNAVAILABLE) {
      return;
    }
    try {
      record(RunRecord.FAILED, List.of(), null);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Removes what is damaged of the finished stages, reading every byte of them.
   *
   * @return whether anything was: then the run has to go on
   */
  public boolean discardDamaged() throws IOException {
    return stages.discardDamaged();
  }

  /** Tells of every stage whether it is cached, would run and why, or waits for others. */
  public List<Outlook> outlook() throws IOException {
    var previous = history.latest();
    var outlooks = new ArrayList<Outlook>();
    for (var stage : plan.stages()) {
      outlooks.add(outlook(stage, previous));
    }
    return outlooks;
  }

  private Outlook outlook(PlannedStage stage, Optional<RunRecord> previous) throws IOException {
    var draft = stages.draft(stage);
    var fingerprint = draft.map(LocalRun.Draft::fingerprint);
    if (draft.isEmpty()) {
      var why = "known once " + String.join(", ", stages.awaited(stage)) + " exists";
      return new Outlook(stage, Standing.UNKNOWN, fingerprint, why);
    }
    return stages.look(draft.get()).isPresent()
        ? new Outlook(stage, Standing.CACHED, fingerprint, "")
        : new Outlook(stage, Standing.WILL_RUN, fingerprint, reason(previous, draft.get()));
  }

  /** Judges the finished stages, by the releases as they stand now. */
  public Conclusion conclude() throws IOException {
    var results =
        stages.finished().stream()
            .map(task -> new Conclusion.Result(task.stage(), task.artifact()))
            .toList();
    try {
      return Conclusion.of(plan, name, startedAt, results, stages::input, releases);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Publishes a release of this run, see {@link Releases#promote}. */
  public Promotion promote(Release release) throws IOException {
    return releases.promote(release);
  }

  /** Writes what the run did; {@code outcome} and {@code report} as in {@link RunRecord}. */
  public RunRecord record(String outcome, List<String> gates, String report) throws IOException {
    var record = describe(outcome, finishedStages(), gates, report);
    history.save(record);
    return record;
  }

  /** Key of the report of the run before, if that had the very same results; else empty. */
  public Optional<String> reportStillTrue(List<String> gates) throws IOException {
    var now = describe("", finishedStages(), gates, null);
    return history
        .latest()
        .filter(before -> before.report() != null && before.hasResultsOf(now))
        .map(RunRecord::report);
  }

  private List<RunRecord.StageRecord> finishedStages() {
    return stages.finished().stream().map(PipelineRun::recordOf).toList();
  }

  private RunRecord describe(
      String outcome, List<RunRecord.StageRecord> finished, List<String> gates, String report) {
    return new RunRecord(
        RunRecord.FORMAT,
        plan.pipeline(),
        name,
        startedAt.toString(),
        elapsed().toMillis() / 1000.0,
        outcome,
        List.copyOf(pins),
        finished,
        gates,
        report);
  }

  private static RunRecord.StageRecord recordOf(LocalRun.FinishedTask task) {
    return RunRecord.StageRecord.of(
        task.stage(),
        task.fingerprint(),
        task.task(),
        task.artifact(),
        task.cached(),
        task.time().toMillis() / 1000.0,
        task.figures());
  }

  /** The stages whose artifacts are there, in the order in which they were found or made. */
  public List<LocalRun.FinishedTask> finished() {
    return stages.finished();
  }

  /** Name of the run: the instant at which it began. */
  public String name() {
    return name;
  }

  /** When it began. */
  public Instant startedAt() {
    return startedAt;
  }

  /** How long it has been going on. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - startedNanos);
  }

  /** The records of this pipeline's runs. */
  public RunHistory history() {
    return history;
  }

  private static String reason(Optional<RunRecord> previous, LocalRun.Draft draft) {
    return Reasons.of(
        previous,
        draft.stage().name(),
        draft.fingerprint(),
        draft.stage().identity(),
        RunRecord.StageRecord.inputs(draft.task()));
  }
}
