package dev.facsimile.operator.survey;

import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.survey.RunInputs.Finished;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Conclusion;
import dev.facsimile.pipeline.release.Promotion;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
  Facts.Conclusion conclude(RunBook book) throws IOException {
    var finished = inputs.finished();
    var results =
        finished.stream()
            .map(stage -> new Conclusion.Result(stage.stage(), stage.artifact()))
            .toList();
    var conclusion =
        Conclusion.of(
            request.plan(), request.run(), request.createdAt(), results, inputs::named, releases);
    var release = conclusion.release();
    var promotion =
        conclusion.passed() && release.isPresent()
            ? Optional.of(releases.promote(release.get()))
            : Optional.<Promotion>empty();
    book.end(
        request,
        conclusion.passed() ? RunRecord.SUCCEEDED : RunRecord.GATE_FAILED,
        finished,
        conclusion.verdicts());
    return new Facts.Conclusion(
        conclusion.passed(),
        conclusion.verdicts(),
        release.map(candidate -> sentence(candidate, promotion)).orElse(null),
        promotion.filter(p -> isOfThisRun(release.get(), p)).isPresent(),
        result(finished, conclusion.scores()),
        release.map(it -> new Facts.Published(it.alias(), it.digest())).orElse(null));
  }

  /** Who does it again finds the release there that it published before. */
  private static boolean isOfThisRun(Release candidate, Promotion promotion) {
    return promotion.outcome() == Promotion.Outcome.PROMOTED
        || promotion.outcome() == Promotion.Outcome.UNCHANGED
            && promotion.before().filter(candidate::isByRunOf).isPresent();
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
        finished.stream()
            .map(stage -> stage.stage().name())
            .filter(name -> !scores.score(name).isMissingNode())
            .map(name -> RecordedScores.line(name, scores.score(name)))
            .collect(Collectors.joining("; "));
    return lines.isEmpty() ? null : lines;
  }
}
