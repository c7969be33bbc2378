package dev.facsimile.operator.survey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.survey.RunInputs.Finished;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.gate.GateOutcome;
import dev.facsimile.pipeline.gate.Gates;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.record.RecordedScores.Evaluation;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Promotion;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.GateSpec.GainSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ends a run whose every stage has its artifact: gates, promotion, record. */
final class Concluding {
  private final SurveyRequest request;
  private final RunInputs inputs;
  private final Releases releases;

  Concluding(SurveyRequest request, StoreAccess access, Keys keys, RunInputs inputs) {
    this.request = request;
    this.inputs = inputs;
    this.releases = new Releases(access.store(), keys);
  }

  /** Judges, publishes and records; doing it again comes to the same. */
  Facts.Conclusion conclude(List<Finished> finished, RunBook book) throws IOException {
    var standards = new HashMap<String, JsonNode>();
    var scores =
        RecordedScores.of(
            evaluations(finished), alias -> Optional.ofNullable(standards.get(alias)));
    var release = release(finished, scores);
    standards.putAll(releases.standards(aliases(), release));
    var gates = Gates.judge(request.plan().spec().gates(), scores);
    boolean passed = gates.stream().allMatch(GateOutcome::passed);
    var promotion =
        passed && release.isPresent()
            ? Optional.of(releases.promote(release.get()))
            : Optional.<Promotion>empty();
    var verdicts = gates.stream().map(GateOutcome::message).toList();
    book.end(passed ? RunRecord.SUCCEEDED : RunRecord.GATE_FAILED, finished, verdicts);
    return new Facts.Conclusion(
        passed,
        verdicts,
        release.map(candidate -> sentence(candidate, promotion)).orElse(null),
        promotion.filter(p -> p.outcome() == Promotion.Outcome.PROMOTED).isPresent(),
        result(finished, scores));
  }

  private static List<Evaluation> evaluations(List<Finished> finished) {
    return finished.stream()
        .filter(stage -> stage.stage().parameters() instanceof EvaluateSpec)
        .map(
            stage ->
                new Evaluation(
                    stage.stage().name(),
                    stage.stage().parameters(EvaluateSpec.class),
                    stage.artifact()))
        .toList();
  }

  private Optional<Release> release(List<Finished> finished, RecordedScores scores) {
    var promote = request.plan().spec().promote();
    if (promote == null) {
      return Optional.empty();
    }
    var space =
        finished.stream()
            .filter(stage -> stage.stage().name().equals(promote.queries()))
            .map(stage -> stage.artifact().manifest().attributes().get(Release.SPACE_ATTRIBUTE))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return Optional.of(
        Release.of(
            request.plan(),
            request.run(),
            request.createdAt(),
            inputs::named,
            space,
            scores.score(promote.evidence())));
  }

  private List<String> aliases() {
    return request.plan().spec().gates().stream()
        .flatMap(gate -> Stream.of(gate.microApGain(), gate.recallAtP90Gain()))
        .filter(Objects::nonNull)
        .map(GainSpec::over)
        .distinct()
        .toList();
  }

  private static String sentence(Release candidate, Optional<Promotion> promotion) {
    if (promotion.isEmpty()) {
      return candidate.alias() + " is unchanged: a gate does not hold";
    }
    var before = promotion.get().before().map(Release::run);
    return switch (promotion.get().outcome()) {
      case PROMOTED ->
          candidate.alias() + " is this run" + before.map(run -> ", it was run " + run).orElse("");
      case UNCHANGED -> candidate.alias() + " has this content already";
      case NEWER_PRESENT -> candidate.alias() + " is the newer run " + before.orElse("");
    };
  }

  private static String result(List<Finished> finished, RecordedScores scores) {
    var lines =
        evaluations(finished).stream()
            .map(e -> RecordedScores.line(e.name(), scores.score(e.name())))
            .collect(Collectors.joining("; "));
    return lines.isEmpty() ? null : lines;
  }
}
