package dev.facsimile.worker.run;

import dev.facsimile.pipeline.gate.GateOutcome;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.release.Release;
import java.util.List;
import java.util.Optional;

/**
 * What the finished stages of a run come to.
 *
 * @param scores figures of its evaluations
 * @param gates outcomes of the gates whose evaluation is among the stages
 * @param release what the run would publish; empty when the plan promotes nothing, or stages were
 *     left out of the run
 */
public record Conclusion(
    RecordedScores scores, List<GateOutcome> gates, Optional<Release> release) {
  /** Whether every gate that was judged holds. */
  public boolean passed() {
    return gates.stream().allMatch(GateOutcome::passed);
  }

  /** What was judged, as sentences. */
  public List<String> verdicts() {
    return gates.stream().map(GateOutcome::message).toList();
  }
}
