package dev.facsimile.pipeline.release;

import java.util.Optional;

/**
 * What became of an attempt to publish.
 *
 * @param before the release that stood under the alias; empty when there was none
 */
public record Promotion(Outcome outcome, Optional<Release> before) {
  /** How it ended. */
  public enum Outcome {
    /** The release stands under its alias now. */
    PROMOTED,
    /** One with the same content stood there already: nothing was written. */
    UNCHANGED,
    /** One of a newer run stands there: nothing was written. */
    NEWER_PRESENT
  }
}
