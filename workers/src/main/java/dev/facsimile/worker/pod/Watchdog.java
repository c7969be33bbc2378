package dev.facsimile.worker.pod;

import dev.facsimile.worker.stage.StageOutput;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Notices that work has stopped moving: no step for a while. Every report of progress and every
 * answer of the store is a step, so that a long upload is not taken for a stall.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration LONGEST_TICK = Duration.ofSeconds(10);

  private final Duration patience;
  private final LongSupplier nanos;
  private final Runnable stalled;
  private final AtomicLong lastStep;
  private final AtomicBoolean told = new AtomicBoolean();
  private Ticker ticker;

  /**
   * A watchdog that looks when it is told to.
   *
   * @param nanos a clock
   * @param stalled what to do, once
   */
  public Watchdog(Duration patience, LongSupplier nanos, Runnable stalled) {
    this.patience = patience;
    this.nanos = nanos;
    this.stalled = stalled;
    this.lastStep = new AtomicLong(nanos.getAsLong());
  }

  /** A watchdog of endless patience. */
  public static Watchdog asleep() {
    return new Watchdog(Duration.ZERO, () -> 0, () -> {});
  }

  /** Begins to look by itself. */
  public Watchdog start() {
    var tick = patience.dividedBy(10);
    ticker =
        new Ticker("watchdog", tick.compareTo(LONGEST_TICK) < 0 ? tick : LONGEST_TICK, this::look);
    return this;
  }

  /** Something moved. */
  public void step() {
    lastStep.set(nanos.getAsLong());
  }

  /** Acts if nothing has moved for too long. */
  void look() {
    if (nanos.getAsLong() - lastStep.get() >= patience.toNanos()
        && told.compareAndSet(false, true)) {
      stalled.run();
    }
  }

  /** Progress whose every report is a step. */
  public StageOutput.Progress watching(StageOutput.Progress progress) {
    return new StageOutput.Progress() {
      @Override
      public void at(long done, long total, String unit) {
        step();
        progress.at(done, total, unit);
      }

      @Override
      public void figure(String name, double value) {
        step();
        progress.figure(name, value);
      }

      @Override
      public void committed() {
        progress.committed();
      }
    };
  }

  /** Stops looking. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.close();
    }
  }
}
