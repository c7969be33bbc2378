package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.task.Progress;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes now and then into the store how far a share is. Reports are a convenience: a store that
 * does not take them is told of once, and the work goes on.
 */
public final class ProgressReporter implements StageOutput.Progress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);

  private final ArtifactStore store;
  private final String key;
  private final Clock clock;
  private final LongSupplier peakMemory;
  private final SortedMap<String, Double> figures = new TreeMap<>();
  private long done;
  private long total;
  private String unit = "";
  private boolean changed;
  private boolean complained;
  private Ticker ticker;

  /**
   * A reporter that writes when it is told to.
   *
   * @param store its patience bounds how long a commit may have to wait for a report under way
   * @param key of the reports, each replaces the one before
   */
  public ProgressReporter(ArtifactStore store, String key, Clock clock, LongSupplier peakMemory) {
    this.store = store;
    this.key = key;
    this.clock = clock;
    this.peakMemory = peakMemory;
  }

  /** Begins to report by itself. */
  public ProgressReporter every(Duration interval) {
    ticker = new Ticker("progress", interval, this::report);
    return this;
  }

  @Override
  public synchronized void at(long newDone, long newTotal, String newUnit) {
    done = newDone;
    total = newTotal;
    unit = newUnit;
    changed = true;
  }

  @Override
  public synchronized void figure(String name, double value) {
    figures.put(name, value);
    changed = true;
  }

  @Override
  public void committed() {
    close();
  }

  /** Writes a report if anything has changed since the last one. */
  void report() {
    var news = news();
    if (news == null) {
      return;
    }
    try {
      store.put(key, news.toJson());
    } catch (IOException e) {
      if (!complained) {
        LOG.warn("Progress is not reported: {}", e.getMessage());
        complained = true;
      }
    }
  }

  private synchronized Progress news() {
    if (!changed) {
      return null;
    }
    changed = false;
    return new Progress(
        done, total, unit, clock.instant().toString(), peakMemory.getAsLong(), figures);
  }

  /** Ends the reports; none is under way when it returns. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.close();
    }
  }
}
