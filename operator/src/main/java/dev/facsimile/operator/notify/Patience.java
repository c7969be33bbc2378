package dev.facsimile.operator.notify;

import java.time.Duration;

/**
 * How long it is tried to send an event.
 *
 * @param tries how often at most
 * @param answer how long an answer may take
 * @param pause time before the second try; four times as long before each further one
 */
public record Patience(int tries, Duration answer, Duration pause) {
  private static final int GROWTH = 4;

  /** Four tries within a minute or so. */
  public static Patience usual() {
    return new Patience(4, Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  /** Time before the next try. */
  Duration pauseAfter(int attempt) {
    return pause.multipliedBy((long) Math.pow(GROWTH, attempt - 1.0));
  }
}
