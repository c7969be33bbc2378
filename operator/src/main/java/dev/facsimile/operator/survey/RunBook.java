package dev.facsimile.operator.survey;

import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps run.json: what the run relies on is written before it is looked for, so that a sweep in the
 * same moment leaves it alone.
 */
final class RunBook {
  private final RunHistory history;
  private final Clock clock;
  private final Set<String> pins = new LinkedHashSet<>();
  private String recorded = "";

  RunBook(RunHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  static RunBook of(SurveyRequest run, StoreAccess access, Keys keys, Clock clock) {
    return new RunBook(new RunHistory(access.store(), keys, run.plan().pipeline()), clock);
  }

  /** Outcome that run.json tells. */
  String recorded() {
    return recorded;
  }

  /** Pins keys inside the namespace: they are in run.json when this returns. */
  void pin(SurveyRequest run, List<String> keys) throws IOException {
    if (pins.addAll(keys)) {
      end(run, RunRecord.RUNNING, List.of(), List.of());
    }
  }

  /** Writes how the run ended. */
  void end(SurveyRequest run, String outcome, List<RunInputs.Finished> finished, List<String> gates)
      throws IOException {
    history.save(
        new RunRecord(
            RunRecord.FORMAT,
            run.plan().pipeline(),
            run.run(),
            run.createdAt().toString(),
            Duration.between(run.createdAt(), clock.instant()).toMillis() / 1000.0,
            outcome,
            List.copyOf(pins),
            finished.stream().map(stage -> record(run, stage)).toList(),
            gates,
            null));
    recorded = outcome;
  }

  /** How long a stage took is told by its Jobs; the record says 0. */
  private static RunRecord.StageRecord record(SurveyRequest run, RunInputs.Finished stage) {
    return RunRecord.StageRecord.of(
        stage.stage(),
        stage.fingerprint(),
        stage.task(),
        stage.artifact(),
        !run.attempted().contains(stage.fingerprint()),
        0,
        new TreeMap<>());
  }
}
