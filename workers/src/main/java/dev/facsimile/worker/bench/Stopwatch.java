package dev.facsimile.worker.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times repetitions of a piece of work: first a warm-up of at least one repetition and a third of
 * the time, which is thrown away, then at least three repetitions and the whole time.
 */
public final class Stopwatch {
  private static final int WARM_UP_SHARE = 3;
  private static final int LEAST_REPETITIONS = 3;

  private final long budgetNanos;
  private final LongSupplier nanos;
  private final LongSupplier cpuNanos;

  /** A piece of work. */
  @FunctionalInterface
  public interface Work {
    /** Does it once. */
    void run() throws IOException, InterruptedException;
  }

  /**
   * A watch.
   *
   * @param seconds how long repetitions are made
   * @param nanos a clock
   * @param cpuNanos processor time of the process so far
   */
  public Stopwatch(double seconds, LongSupplier nanos, LongSupplier cpuNanos) {
    this.budgetNanos = (long) (seconds * 1e9);
    this.nanos = nanos;
    this.cpuNanos = cpuNanos;
  }

  /** Repeats work for as long as it takes. */
  public Timings time(Work work) throws IOException, InterruptedException {
    var laps = start();
    do {
      work.run();
    } while (!laps.lap());
    return laps.timings();
  }

  /** Starts to time repetitions that someone else makes. */
  public Laps start() {
    return new Laps();
  }

  /** Repetitions made so far. Not thread safe. */
  public final class Laps {
    private final List<Double> seconds = new ArrayList<>();
    private final long started = nanos.getAsLong();
    private boolean warm;
    private long measuredFrom;
    private long cpuFrom;
    private long last;
    private long cpuLast;

    /**
     * Ends a repetition.
     *
     * @return whether there have been enough
     */
    public boolean lap() {
      long now = nanos.getAsLong();
      cpuLast = cpuNanos.getAsLong();
      if (warm) {
        seconds.add((now - last) / 1e9);
      } else if (now - started >= budgetNanos / WARM_UP_SHARE) {
        warm = true;
        measuredFrom = now;
        cpuFrom = cpuLast;
      }
      last = now;
      return seconds.size() >= LEAST_REPETITIONS && now - measuredFrom >= budgetNanos;
    }

    /** What was measured. */
    public Timings timings() {
      return new Timings(seconds, (cpuLast - cpuFrom) / 1e9);
    }
  }
}
