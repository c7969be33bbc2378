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
  private final SurveyRequest run;
  private final RunHistory history;
  private final Clock clock = Clock.systemUTC();
  private final Set<String> pins = new LinkedHashSet<>();
  private boolean isOutdated = true;
  private String recorded = "";

  RunBook(SurveyRequest run, StoreAccess access, Keys keys) {
    this.run = run;
    this.history = new RunHistory(access.store(), keys, run.plan().pipeline());
  }

  /** Outcome that run.json tells. */
  String recorded() {
    return recorded;
  }

  /** Pins a key inside the namespace; written at once. */
  void pin(String key) throws IOException {
    if (pins.add(key)) {
      isOutdated = true;
      write();
    }
  }

  /** Writes the pins if there are new ones. */
  void write() throws IOException {
    if (isOutdated) {
      save(RunRecord.RUNNING, List.of(), List.of());
      isOutdated = false;
    }
  }

  /** Writes how the run ended. */
  void end(String outcome, List<RunInputs.Finished> finished, List<String> gates)
      throws IOException {
    save(outcome, finished, gates);
    recorded = outcome;
  }

  private void save(String outcome, List<RunInputs.Finished> finished, List<String> gates)
      throws IOException {
    var stages =
        finished.stream()
            .map(
                stage ->
                    RunRecord.StageRecord.of(
                        stage.stage(),
                        stage.fingerprint(),
                        stage.task(),
                        stage.artifact(),
                        false,
                        0,
                        new TreeMap<>()))
            .toList();
    history.save(
        new RunRecord(
            1,
            run.plan().pipeline(),
            run.run(),
            run.createdAt().toString(),
            Duration.between(run.createdAt(), clock.instant()).toMillis() / 1000.0,
            outcome,
            List.copyOf(pins),
            stages,
            gates,
            null));
  }
}
