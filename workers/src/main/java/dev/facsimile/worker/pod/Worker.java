package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.execute.CatalogTask;
import dev.facsimile.worker.execute.DamagedInputs;
import dev.facsimile.worker.execute.Spool;
import dev.facsimile.worker.execute.TaskRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A pod's process from its task to its exit code. */
public final class Worker {
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(15);

  /** For what is written beside the work: it must not hold the work up. */
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(5);

  private final Order order;
  private final Farewell farewell;
  private final PrintWriter out;

  /**
   * What is to be done.
   *
   * @param stores opens the store with settings
   * @param settings how stores and sources are reached
   * @param logPrefix where the end of the log goes after a failure; null for nowhere
   * @param stallTimeout null for endless patience
   */
  public record Order(
      Opening stores,
      StoreSettings settings,
      String taskKey,
      String sha256,
      int index,
      String logPrefix,
      Duration stallTimeout) {
    /** Opens the store of the order. */
    @FunctionalInterface
    public interface Opening {
      /** Opens it. */
      ArtifactStore open(StoreSettings settings) throws IOException;
    }

    /** A store for what is written beside the work. */
    ArtifactStore impatientStore() throws IOException {
      return stores.open(settings.impatient(LITTLE_PATIENCE));
    }
  }

  /**
   * A worker.
   *
   * @param tail the end of what is printed; null when nobody wants it
   */
  public Worker(Order order, LogTail tail, LastWords words, PrintWriter out) {
    this.order = order;
    this.farewell = new Farewell(order, tail, words);
    this.out = out;
  }

  /** Does it. */
  public ExitCode work() {
    try (var stop = StopSignal.listen(farewell::noteStopped)) {
      var verdict = attempt();
      if (stop.received()) {
        // What the interruption has led to is no failure of its own.
        verdict = Verdict.of(new InterruptedException());
      }
      if (verdict.code() != ExitCode.DONE) {
        // The farewell itself must not be interrupted.
        boolean ignored = Thread.interrupted();
        farewell.say(verdict);
      }
      return verdict.code();
    }
  }

  private Verdict attempt() {
    try (var watchdog = watchdog();
        var store =
            new WatchedStore(order.stores().open(order.settings().unattended()), watchdog::step);
        var spool = Spool.open(Path.of(System.getProperty("java.io.tmpdir")))) {
      var runner = new TaskRunner(store, order.settings().unattended(), spool);
      var task = task(store);
      try {
        return share(runner, task, watchdog);
      } catch (Throwable e) {
        return secondLook(Verdict.of(e), runner, task);
      }
    } catch (Throwable e) {
      return Verdict.of(e);
    }
  }

  /**
   * Where bytes were not those promised: which artifacts are damaged, or whether the store lied.
   */
  private static Verdict secondLook(Verdict verdict, TaskRunner runner, WorkerTask task)
      throws IOException {
    return verdict.code() == ExitCode.ARTIFACT_CORRUPT
        ? verdict.afterSecondLook(DamagedInputs.of(task, runner))
        : verdict;
  }

  private Verdict share(TaskRunner runner, WorkerTask task, Watchdog watchdog)
      throws IOException, InterruptedException {
    if (order.index() < 0 || order.index() >= task.shares().size()) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "--index " + order.index() + ": the task has " + task.shares().size() + " shares");
    }
    var share = task.shares().get(order.index());
    var key = new Keys(task.namespace()).progress(share.fingerprint());
    try (var store = order.impatientStore();
        var reporter =
            new ProgressReporter(
                store, key, Clock.systemUTC(), () -> PeakMemory.bytes(Path.of("/")))) {
      var progress = watchdog.watching(reporter.every(PROGRESS_INTERVAL));
      var sha256 =
          CatalogTask.is(task)
              ? CatalogTask.run(runner, task, share, progress)
              : runner.run(task, share, progress).sha256();
      out.println(share.key() + " " + sha256);
      out.flush();
      return Verdict.DONE;
    }
  }

  private Watchdog watchdog() {
    if (order.stallTimeout() == null) {
      return Watchdog.asleep();
    }
    return new Watchdog(
            order.stallTimeout(),
            System::nanoTime,
            () -> farewell.sayStalledAndHalt(order.stallTimeout()))
        .start();
  }

  private WorkerTask task(ArtifactStore store) throws IOException {
    var json =
        store
            .readIfPresent(order.taskKey())
            .orElseThrow(
                () ->
                    new TaskException(
                        ExitCode.ARTIFACT_CORRUPT,
                        "there is no task " + store.location() + "/" + order.taskKey()));
    if (!Digests.sha256(json).equals(order.sha256())) {
      throw new TaskException(
          ExitCode.ARTIFACT_CORRUPT,
          "the task " + order.taskKey() + " has not the sha256 " + order.sha256());
    }
    return WorkerTask.fromJson(json);
  }
}
