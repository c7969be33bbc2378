package dev.facsimile.worker.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A measured figure.
 *
 * @param name what was measured
 * @param value of the median repetition
 * @param slowest of the slowest repetition
 * @param fastest of the fastest repetition
 * @param unit of the three
 * @param repetitions how many there were, after the warm-up
 * @param cores how many processor cores the process used on average meanwhile; less than it has
 *     threads when others use the machine
 * @param input what the part was given
 */
@JsonPropertyOrder({"name", "value", "slowest", "fastest", "unit", "repetitions", "cores", "input"})
public record Figure(
    String name,
    double value,
    double slowest,
    double fastest,
    String unit,
    int repetitions,
    double cores,
    String input) {

  /**
   * A rate.
   *
   * @param amount what a repetition did, in units of work
   */
  public static Figure rate(
      String name, Timings timings, double amount, String unit, String input) {
    return new Figure(
        name,
        amount / timings.median(),
        amount / timings.longest(),
        amount / timings.shortest(),
        unit,
        timings.repetitions(),
        timings.cores(),
        input);
  }

  /** The duration of a repetition, in milliseconds. */
  public static Figure milliseconds(String name, Timings timings, String unit, String input) {
    return new Figure(
        name,
        1e3 * timings.median(),
        1e3 * timings.longest(),
        1e3 * timings.shortest(),
        unit,
        timings.repetitions(),
        timings.cores(),
        input);
  }
}
