package dev.facsimile.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run told whoever watched it. */
public final class RecordedRun implements RunListener {
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private final List<String> cached = new ArrayList<>();
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Long> worked = new TreeMap<>();

  /** Lines that belong to no stage. */
  public List<String> notes() {
    return notes;
  }

  /** Names of the stages that ran, in order. */
  public List<String> ran() {
    return List.copyOf(reasons.keySet());
  }

  /** Why a stage ran. */
  public String reason(String stage) {
    return reasons.get(stage);
  }

  /** Names of the stages that were cached, in order. */
  public List<String> cached() {
    return cached;
  }

  /** The counts of a stage's artifact. */
  public Map<String, Long> counts(String stage) {
    return counts.get(stage);
  }

  /** How many pictures (or steps) the stage had to do itself; null when it did none. */
  public Long worked(String stage) {
    return worked.get(stage);
  }

  @Override
  public synchronized void note(String text) {
    notes.add(text);
  }

  @Override
  public synchronized void started(String stage, String type, String reason) {
    reasons.put(stage, reason);
  }

  @Override
  public synchronized void progressed(String stage, long done, long total, String unit) {
    worked.put(stage, total);
  }

  @Override
  public void figure(String stage, String name, double value) {}

  @Override
  public synchronized void finished(
      String stage,
      String type,
      boolean isCached,
      Map<String, Long> stageCounts,
      Duration time,
      String key) {
    counts.put(stage, stageCounts);
    if (isCached) {
      cached.add(stage);
    }
  }
}
