package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.record.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * How much is kept.
 *
 * @param grace what was written less than this ago stays, whatever it is
 * @param successful newest successful runs kept of each pipeline
 * @param failed newest other runs kept of each pipeline
 * @param liveness which unfinished runs may still go on
 * @param wanted runs that are kept however many newer ones there are
 */
public record Retention(
    Duration grace, int successful, int failed, Liveness liveness, Predicate<RunRecord> wanted) {
  /** Keeps no run but for its age and the number of newer ones. */
  public Retention(Duration grace, int successful, int failed, Liveness liveness) {
    this(grace, successful, failed, liveness, run -> false);
  }

  /** Seven days, ten successful and ten failed runs. */
  public static Retention of(Liveness liveness) {
    return new Retention(Duration.ofDays(7), 10, 10, liveness);
  }

  /**
   * Tells a run that goes on from one that was killed: the record of both says that they are
   * running.
   */
  @FunctionalInterface
  public interface Liveness {
    /**
     * Whether an unfinished run may still go on. Everything that a live run pins stays.
     *
     * @param lastSign when something of the run, or something that it pins, was last written
     */
    boolean isLive(RunRecord run, Instant lastSign);

    /** For who cannot ask: a run is given up when nothing was written for so long. */
    static Liveness untilSilentSince(Instant then) {
      return (run, lastSign) -> !lastSign.isBefore(then);
    }
  }
}
