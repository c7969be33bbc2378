package dev.facsimile.worker.bench.part;

import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.bench.Timings;
import dev.facsimile.worker.stage.StageOutput.Progress;
import java.io.IOException;

/**
 * Times a stage that is made for hours of work: each report of progress ends a repetition, and the
 * stage is broken off after enough of them.
 */
final class LapProgress implements Progress {
  private final Stopwatch.Laps laps;

  /** A stage's run. */
  @FunctionalInterface
  interface Run {
    /** Runs the stage with this progress until it is broken off. */
    void with(Progress progress) throws IOException, InterruptedException;
  }

  /** Ends a stage that has run long enough; it frees what it holds as after any failure. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super("measured", null, false, false);
    }
  }

  private LapProgress(Stopwatch.Laps laps) {
    this.laps = laps;
  }

  /** Times the repetitions of a stage. */
  static Timings time(Stopwatch watch, Run run) throws IOException, InterruptedException {
    var laps = watch.start();
    try {
      run.with(new LapProgress(laps));
    } catch (Enough e) {
      return laps.timings();
    }
    throw new IllegalStateException("the stage ended before it was measured");
  }

  @Override
  public void at(long done, long total, String unit) {
    if (laps.lap()) {
      throw new Enough();
    }
  }

  @Override
  public void figure(String name, double value) {}

  /** Progress of a stage that only prepares. */
  static Progress ignored() {
    return new Progress() {
      @Override
      public void at(long done, long total, String unit) {}

      @Override
      public void figure(String name, double value) {}
    };
  }
}
