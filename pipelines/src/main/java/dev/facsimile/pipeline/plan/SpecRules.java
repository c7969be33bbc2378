package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.plan.Draft.SourceDraft;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.PromoteSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.ScheduleSpec;
import dev.facsimile.pipeline.spec.SourceSpec;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;

/** Rules about what stands beside the stages: sources, schedule, gates and promotion. */
final class SpecRules {
  private static final String CRON_FIELD = "[0-9A-Za-z*,/?#-]+";
  private static final String CRON =
      "@(yearly|annually|monthly|weekly|daily|midnight|hourly)|"
          + CRON_FIELD
          + "(\\s+"
          + CRON_FIELD
          + "){4}";
  private static final String URI =
      "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?|file:/.*|(?![A-Za-z][A-Za-z0-9+.-]+:).+";

  private final Map<String, PlannedStage> stages;
  private final Draft draft;
  private final Problems problems;

  /** The stages that are sound, by name, and everything as far as it is understood. */
  SpecRules(Map<String, PlannedStage> stages, Draft draft, Problems problems) {
    this.stages = stages;
    this.draft = draft;
    this.problems = problems;
  }

  void checkSources() {
    draft.sources().forEach(source -> source.spec().ifPresent(spec -> checkSource(source, spec)));
  }

  private void checkSource(SourceDraft source, SourceSpec spec) {
    if (spec.images() != null) {
      checkUri(source.path() + ".images.uri", spec.images().uri());
    }
    if (spec.file() != null) {
      checkUri(source.path() + ".file.uri", spec.file().uri());
    }
    var slice = spec.slice();
    if (slice != null && slice.fromPercent() >= slice.toPercent()) {
      problems.add(
          source.path() + ".slice",
          Rule.RANGE_ORDER,
          "fromPercent " + slice.fromPercent() + " has to be below toPercent " + slice.toPercent());
    }
    if (spec.artifact() != null && new PlannedSource(source.name(), spec).kinds().isEmpty()) {
      problems.add(
          source.path() + ".artifact.key",
          Rule.BAD_URI,
          "\""
              + spec.artifact().key()
              + "\" does not begin with a stage type: "
              + String.join(", ", Stream.of(StageType.values()).map(StageType::key).toList()));
    }
  }

  private void checkUri(String path, String uri) {
    if (!uri.matches(URI)) {
      problems.add(
          path, Rule.BAD_URI, "\"" + uri + "\" is none of a path, file:/path and s3://bucket/...");
    }
  }

  void checkSchedule(ScheduleSpec schedule) {
    if (!schedule.cron().strip().matches(CRON)) {
      problems.add(
          "spec.schedule.cron",
          Rule.BAD_SCHEDULE,
          "\""
              + schedule.cron()
              + "\" has not five fields: minute, hour, day of month, month, day of week");
    }
    try {
      ZoneId.of(schedule.timeZone());
    } catch (DateTimeException e) {
      problems.add(
          "spec.schedule.timeZone",
          Rule.BAD_SCHEDULE,
          "\"" + schedule.timeZone() + "\" is no time zone; write, for example, Europe/Berlin");
    }
  }

  void checkGate(int index, GateSpec gate) {
    var path = Paths.item("spec.gates", index, "");
    if (Stream.of(
            gate.microAp(),
            gate.recallAtP90(),
            gate.recallAt1(),
            gate.microApGain(),
            gate.recallAtP90Gain())
        .allMatch(measure -> measure == null)) {
      problems.add(path, Rule.GATE, "has no condition; add, for example, microAp: {atLeast: 0.5}");
    }
    if (gate.microApGain() != null) {
      checkOver(path + ".microApGain.over", gate.of(), gate.microApGain().over());
    }
    if (gate.recallAtP90Gain() != null) {
      checkOver(path + ".recallAtP90Gain.over", gate.of(), gate.recallAtP90Gain().over());
    }
    var evaluation = stages.get(gate.of());
    if (gate.recallAt1() != null
        && evaluation != null
        && evaluation.parameters() instanceof EvaluateSpec evaluate
        && !evaluate.recallAt().contains(1)) {
      problems.add(
          path + ".recallAt1",
          Rule.GATE,
          "is not measured: 1 is not in " + gate.of() + ".recallAt");
    }
  }

  /** What a gain is over is an alias, unless it is a name of this file. */
  private void checkOver(String path, String of, String over) {
    var evaluation = stages.get(of);
    if (draft.kinds().containsKey(over)
        && evaluation != null
        && evaluation.parameters() instanceof EvaluateSpec evaluate
        && (evaluate.compareWith() == null || !evaluate.compareWith().contains(over))) {
      problems.add(
          path,
          Rule.GATE,
          "\"" + over + "\" is not among what \"" + of + "\" compares with; add it to compareWith");
    }
  }

  void checkPromotion(PromoteSpec promote) {
    checkQueriesAreMade(promote.queries());
    var evidence = stages.get(promote.evidence());
    if (evidence == null || !(evidence.parameters() instanceof EvaluateSpec evaluate)) {
      return;
    }
    var matches = stages.get(evaluate.matches());
    if (matches == null && draft.isStage(evaluate.matches())) {
      return;
    }
    if (matches == null || !(matches.parameters() instanceof MatchSpec match)) {
      problems.add(
          "spec.promote.evidence",
          Rule.PROMOTION,
          "\"" + evaluate.matches() + "\", which it scores, has to be a stage of type match");
      return;
    }
    checkSame("queries", promote.queries(), match.queries(), promote.evidence());
    checkSame("references", promote.references(), match.references(), promote.evidence());
  }

  /** A release tells how a query's descriptor is made: from its picture on, by stages. */
  private void checkQueriesAreMade(String queries) {
    var name = queries;
    for (int steps = 0; steps < stages.size(); steps++) {
      var stage = stages.get(name);
      if (stage == null || !(stage.parameters() instanceof NormalizeSpec normalize)) {
        break;
      }
      name = normalize.descriptors();
    }
    if (draft.kinds().containsKey(name) && !draft.isStage(name)) {
      problems.add(
          "spec.promote.queries",
          Rule.PROMOTION,
          "\""
              + name
              + "\" is a source: how a query's descriptor is made is known of stages of this file"
              + " alone");
    }
  }

  private void checkSame(String side, String promoted, String measured, String evidence) {
    if (!promoted.equals(measured)) {
      problems.add(
          "spec.promote." + side,
          Rule.PROMOTION,
          "\""
              + promoted
              + "\" is not what the evidence \""
              + evidence
              + "\" measured, which is \""
              + measured
              + "\"");
    }
  }
}
