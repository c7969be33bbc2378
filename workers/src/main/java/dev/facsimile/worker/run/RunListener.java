package dev.facsimile.worker.run;

import java.time.Duration;
import java.util.Map;

/**
 * Who watches a run. Calls about one stage come in order; those of its progress may come from
 * several threads.
 */
public interface RunListener {
  /** Something worth a line that belongs to no stage. */
  void note(String text);

  /** A stage begins; {@code reason} says why it has to run. */
  void started(String stage, String type, String reason);

  /** How far the running stage is. */
  void progressed(String stage, long done, long total, String unit);

  /** A figure of the running stage, such as {@code loss}. */
  void figure(String stage, String name, double value);

  /** A stage's artifact is there; a cached one has a duration of zero. */
  void finished(
      String stage,
      String type,
      boolean cached,
      Map<String, Long> counts,
      Duration time,
      String key);
}
