package dev.facsimile.worker.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is said of a run as a whole.
 *
 * @param pipeline name of the pipeline
 * @param run name of the run
 * @param startedAt when it began; shown in UTC
 * @param total how long it took
 * @param gates what was demanded of its results, in the pipeline's order
 * @param command the command line that repeats it
 */
public record RunSummary(
    String pipeline,
    String run,
    Instant startedAt,
    Duration total,
    List<GateOutcome> gates,
    String command) {

  /** A demand in words, and whether it is met. */
  public record GateOutcome(String text, boolean passed) {}

  /** Copies the list. */
  public RunSummary {
    gates = List.copyOf(gates);
  }
}
