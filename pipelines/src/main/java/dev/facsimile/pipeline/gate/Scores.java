package dev.facsimile.pipeline.gate;

import java.util.OptionalDouble;

/** The figures that gates are judged by. */
public interface Scores {
  /** A measure of an evaluation stage, or empty when the evaluation has not got it. */
  OptionalDouble of(String evaluation, Measure measure);

  /**
   * The same measure of what the evaluation is compared with: matches that it compares with, or the
   * evidence of the release under an alias; empty when there is no such thing yet.
   */
  OptionalDouble ofOther(String evaluation, String over, Measure measure);
}
