package dev.facsimile.operator.decide;

import dev.facsimile.operator.observe.Facts;
import java.util.Optional;

/**
 * How a run ends.
 *
 * @param recorded outcome as run.json tells it
 * @param message sentence for the user
 * @param conclusion what it came to; empty unless every stage has its artifact
 */
record RunEnd(
    Reason reason, String recorded, String message, Optional<Facts.Conclusion> conclusion) {

  /** An end without a conclusion. */
  static RunEnd of(Reason reason, String recorded, String message) {
    return new RunEnd(reason, recorded, message, Optional.empty());
  }

  /** The run's state in one word. */
  String state() {
    return switch (reason) {
      case STAGE_FAILED -> "Failed";
      case RUN_TIMED_OUT -> "TimedOut";
      default -> reason.id();
    };
  }
}
