package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * An interval from which a parameter is drawn uniformly; equal ends give a constant.
 *
 * @param from smallest value
 * @param to largest value, at least {@code from}
 */
public record Range(
    @Required @JsonPropertyDescription("Smallest value") double from,
    @Required @JsonPropertyDescription("Largest value; equal to from for a constant") double to) {

  /** A constant. */
  public static Range of(double value) {
    return new Range(value, value);
  }

  /** The interval between two values. */
  public static Range of(double from, double to) {
    return new Range(from, to);
  }
}
