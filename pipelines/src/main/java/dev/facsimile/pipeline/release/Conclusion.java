package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.gate.GateOutcome;
import dev.facsimile.pipeline.gate.Gates;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.record.RecordedScores.Evaluation;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.GateSpec.GainSpec;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the finished stages of a run come to, by the releases as they stand before it publishes.
 *
 * @param scores figures of its evaluations
 * @param gates outcomes of the gates whose evaluation is among the stages
 * @param release what the run would publish; empty when the plan promotes nothing, or stages were
 *     left out of the run
 */
public record Conclusion(
    RecordedScores scores, List<GateOutcome> gates, Optional<Release> release) {

  /** A stage and its artifact. */
  public record Result(PlannedStage stage, Artifact artifact) {}

  /**
   * Concludes a run.
   *
   * @param run name of the run
   * @param createdAt when it was created
   * @param results its finished stages
   * @param inputs what stands behind the name of a finished stage or of a source
   */
  public static Conclusion of(
      Plan plan,
      String run,
      Instant createdAt,
      List<Result> results,
      Function<String, Input> inputs,
      Releases releases)
      throws IOException {
    var standards = new HashMap<String, JsonNode>();
    var scores =
        RecordedScores.of(evaluations(results), alias -> Optional.ofNullable(standards.get(alias)));
    var release = release(plan, run, createdAt, results, inputs, scores);
    var names = results.stream().map(r -> r.stage().name()).collect(Collectors.toSet());
    var gates = plan.spec().gates().stream().filter(gate -> names.contains(gate.of())).toList();
    standards.putAll(releases.standards(aliases(gates), release));
    return new Conclusion(scores, Gates.judge(gates, scores), release);
  }

  private static List<Evaluation> evaluations(List<Result> results) {
    return results.stream()
        .filter(result -> result.stage().parameters() instanceof EvaluateSpec)
        .map(
            result ->
                new Evaluation(
                    result.stage().name(),
                    result.stage().parameters(EvaluateSpec.class),
                    result.artifact()))
        .toList();
  }

  /** A run of some stages alone publishes nothing: gates may have been left out. */
  private static Optional<Release> release(
      Plan plan,
      String run,
      Instant createdAt,
      List<Result> results,
      Function<String, Input> inputs,
      RecordedScores scores) {
    var promote = plan.spec().promote();
    if (promote == null || results.size() < plan.stages().size()) {
      return Optional.empty();
    }
    return Optional.of(
        Release.of(
            plan,
            run,
            createdAt,
            inputs,
            space(results, promote.queries()),
            scores.score(promote.evidence())));
  }

  private static String space(List<Result> results, String queries) {
    return results.stream()
        .filter(result -> result.stage().name().equals(queries))
        .map(result -> result.artifact().manifest().attributes().get(Release.SPACE_ATTRIBUTE))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Set<String> aliases(List<GateSpec> gates) {
    return gates.stream()
        .flatMap(gate -> Stream.of(gate.microApGain(), gate.recallAtP90Gain()))
        .filter(Objects::nonNull)
        .map(GainSpec::over)
        .collect(Collectors.toSet());
  }

  /** Whether every gate that was judged holds. */
  public boolean passed() {
    return gates.stream().allMatch(GateOutcome::passed);
  }

  /** What was judged, as sentences. */
  public List<String> verdicts() {
    return gates.stream().map(GateOutcome::message).toList();
  }
}
