package dev.facsimile.worker.run;

import dev.facsimile.worker.stage.StageOutput;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds the progress of a stage's shares up, for whoever watches the run. */
final class StageProgress {
  private final String stage;
  private final RunListener listener;
  private final SortedMap<String, Double> figures = new TreeMap<>();
  private long total;

  StageProgress(String stage, RunListener listener) {
    this.stage = stage;
    this.listener = listener;
  }

  /** Says how many pictures all missing shares have together. */
  void expect(long pictures) {
    total = pictures;
  }

  /**
   * The progress of one share.
   *
   * @param before pictures of the shares before it
   * @param size pictures of this share; 0 when the stage is not divided and counts what it likes
   */
  StageOutput.Progress ofShare(long before, int size) {
    return new StageOutput.Progress() {
      @Override
      public void at(long done, long whole, String unit) {
        if (size == 0) {
          listener.progressed(stage, done, whole, unit);
        } else {
          long part = whole <= 0 ? 0 : size * done / whole;
          listener.progressed(stage, before + part, total, "images");
        }
      }

      @Override
      public void figure(String name, double value) {
        synchronized (figures) {
          figures.put(name, value);
        }
        listener.figure(stage, name, value);
      }
    };
  }

  SortedMap<String, Double> figures() {
    synchronized (figures) {
      return new TreeMap<>(figures);
    }
  }
}
