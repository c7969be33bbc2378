package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.worker.failure.Failures;
import java.util.List;

/**
 * How the work ended.
 *
 * @param failure null when it is done
 * @param damaged key prefixes of inputs that are missing or damaged
 */
record Verdict(ExitCode code, String sentence, Throwable failure, List<String> damaged) {
  static final Verdict DONE = new Verdict(ExitCode.DONE, "", null, List.of());

  static Verdict of(Throwable failure) {
    return new Verdict(Failures.exitCode(failure), Failures.sentence(failure), failure, List.of());
  }

  /** Nothing damaged means that the store gave other bytes only then: another attempt may do. */
  Verdict afterSecondLook(List<String> found) {
    return found.isEmpty()
        ? new Verdict(
            ExitCode.TEMPORARY,
            sentence + "; a second look found every input whole, so it is tried again",
            failure,
            found)
        : new Verdict(code, sentence, failure, found);
  }
}
