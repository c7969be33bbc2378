package dev.facsimile.pipeline.gate;

import java.util.OptionalDouble;

/**
 * What became of one condition of a gate.
 *
 * @param of the evaluation
 * @param measure what was judged, as the file writes it, for example {@code microApGain}
 * @param atLeast lowest value that passes
 * @param value what was found; empty when it could not be told
 * @param passed whether the condition holds
 * @param message one sentence for the user
 */
public record GateOutcome(
    String of,
    String measure,
    double atLeast,
    OptionalDouble value,
    boolean passed,
    String message) {}
