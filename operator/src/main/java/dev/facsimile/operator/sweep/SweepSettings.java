package dev.facsimile.operator.sweep;

import java.time.Duration;
import java.util.Set;

/**
 * What the administrator wants swept.
 *
 * @param interval time between two sweeps of a namespace; zero switches them off
 * @param grace what was written less than this ago stays
 * @param namespaces the only ones that are swept; all that the store holds when empty
 */
public record SweepSettings(Duration interval, Duration grace, Set<String> namespaces) {
  private static final int TICKS = 24;
  private static final int SPREAD = 10;
  private static final int STEPS = 1000;
  private static final Duration SHORTEST_TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_TICK = Duration.ofHours(1);

  /** Checks the durations and copies the set. */
  public SweepSettings {
    if (interval.isNegative() || grace.isNegative()) {
      throw new IllegalArgumentException(
          "facsimile.sweep.interval and facsimile.sweep.grace cannot be negative");
    }
    namespaces = Set.copyOf(namespaces);
  }

  /** Whether nothing is ever swept. */
  boolean isOff() {
    return interval.isZero();
  }

  /** How often it is looked whose turn it is. */
  Duration tick() {
    var tick = interval.dividedBy(TICKS);
    return tick.compareTo(SHORTEST_TICK) < 0
        ? SHORTEST_TICK
        : tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick;
  }

  /**
   * Time from one sweep of a namespace to the next: the interval, and up to a tenth of it more, by
   * its name, lest all operators' namespaces come at the same hour.
   */
  Duration pause(String namespace) {
    int step = Math.floorMod(namespace.hashCode(), STEPS);
    return interval.plus(interval.dividedBy(SPREAD).multipliedBy(step).dividedBy(STEPS));
  }
}
