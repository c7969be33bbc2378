package dev.facsimile.worker.report;

import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is said of a run as a whole.
 *
 * @param pipeline name of the pipeline
 * @param run name of the run
 * @param startedAt when it began; shown in UTC
 * @param total how long it took
 * @param gates what was demanded of its results, in the pipeline's order
 * @param command the command line that repeats it
 * @param recipes the pipeline's own recipes by name; built-in ones need not be given
 */
public record RunSummary(
    String pipeline,
    String run,
    Instant startedAt,
    Duration total,
    List<GateOutcome> gates,
    String command,
    Map<String, List<AugmentationSpec>> recipes) {

  /** A demand in words, and whether it is met. */
  public record GateOutcome(String text, boolean passed) {}

  /** Copies the lists. */
  public RunSummary {
    gates = List.copyOf(gates);
    recipes = Map.copyOf(recipes);
  }

  /** A run of a pipeline without recipes of its own. */
  public RunSummary(
      String pipeline,
      String run,
      Instant startedAt,
      Duration total,
      List<GateOutcome> gates,
      String command) {
    this(pipeline, run, startedAt, total, gates, command, Map.of());
  }

  /** Number of gates that are not met. */
  public long failedGates() {
    return gates.stream().filter(gate -> !gate.passed()).count();
  }
}
