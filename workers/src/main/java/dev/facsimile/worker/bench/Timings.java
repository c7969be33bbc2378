package dev.facsimile.worker.bench;

import java.util.List;

/**
 * Durations of equal repetitions.
 *
 * @param seconds wall-clock time of each, ascending; at least one
 * @param cpuSeconds processor time of all threads of the process over all repetitions
 */
public record Timings(List<Double> seconds, double cpuSeconds) {
  /** Sorts a copy. */
  public Timings {
    seconds = seconds.stream().sorted().toList();
  }

  /** Number of repetitions. */
  public int repetitions() {
    return seconds.size();
  }

  /** The median duration, of an even number the mean of the middle two. */
  public double median() {
    int middle = seconds.size() / 2;
    return seconds.size() % 2 == 1
        ? seconds.get(middle)
        : (seconds.get(middle - 1) + seconds.get(middle)) / 2;
  }

  /** The shortest duration. */
  public double shortest() {
    return seconds.get(0);
  }

  /** The longest duration. */
  public double longest() {
    return seconds.get(seconds.size() - 1);
  }

  /** Processor cores used on average. */
  public double cores() {
    double wall = 0;
    for (double each : seconds) {
      wall += each;
    }
    return cpuSeconds / wall;
  }
}
