package dev.facsimile.operator.decide;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far work is, and when it is likely to be done if it goes on as so far.
 *
 * @param percent whole percents of all the work
 * @param expectedAt instant, to the minute; null before anything is done
 */
record Estimate(int percent, String expectedAt) {

  /**
   * Extrapolates.
   *
   * @param done what this attempt has done
   * @param ofAttempt what it has to do
   * @param percent how much of the whole is done, attempts before included
   */
  static Estimate of(long done, long ofAttempt, long percent, Instant startedAt, Instant now) {
    int bounded = (int) Math.max(0, Math.min(percent, 99));
    if (done <= 0 || done >= ofAttempt) {
      return new Estimate(bounded, null);
    }
    double rest = Duration.between(startedAt, now).toSeconds() * (ofAttempt - done) / (double) done;
    var expected = now.plusSeconds((long) rest).plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    return new Estimate(bounded, expected.toString());
  }
}
