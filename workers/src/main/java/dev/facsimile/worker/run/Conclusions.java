package dev.facsimile.worker.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.gate.Gates;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.record.RecordedScores.Evaluation;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.GateSpec.GainSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges the finished stages of a run by the releases as they stand before it publishes. */
final class Conclusions {
  private final Plan plan;
  private final LocalRun stages;
  private final Releases releases;

  Conclusions(Plan plan, LocalRun stages, Releases releases) {
    this.plan = plan;
    this.stages = stages;
    this.releases = releases;
  }

  /** What the run of this name, created at this instant, comes to. */
  Conclusion of(String run, Instant createdAt) throws IOException {
    var finished = stages.finished().stream().map(task -> task.stage().name());
    var names = finished.collect(Collectors.toSet());
    var standards = new HashMap<String, JsonNode>();
    var scores =
        RecordedScores.of(evaluations(), alias -> Optional.ofNullable(standards.get(alias)));
    var release = release(run, createdAt, names, scores);
    var gates = plan.spec().gates().stream().filter(gate -> names.contains(gate.of())).toList();
    standards.putAll(releases.standards(aliases(gates), release));
    return new Conclusion(scores, Gates.judge(gates, scores), release);
  }

  private List<Evaluation> evaluations() {
    return stages.finished().stream()
        .filter(task -> task.stage().parameters() instanceof EvaluateSpec)
        .map(
            task ->
                new Evaluation(
                    task.stage().name(),
                    task.stage().parameters(EvaluateSpec.class),
                    task.artifact()))
        .toList();
  }

  /** A run of some stages alone publishes nothing: gates may have been left out. */
  private Optional<Release> release(
      String run, Instant createdAt, Set<String> finished, RecordedScores scores)
      throws IOException {
    var promote = plan.spec().promote();
    if (promote == null || finished.size() < plan.stages().size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Release.of(
              plan,
              run,
              createdAt,
              stages::input,
              space(promote.queries()),
              scores.score(promote.evidence())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private String space(String queries) {
    return stages.finished().stream()
        .filter(task -> task.stage().name().equals(queries))
        .map(task -> task.artifact().manifest().attributes().get(Release.SPACE_ATTRIBUTE))
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
}
