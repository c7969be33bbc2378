package dev.facsimile.pipeline.artifact.s3;

import java.time.Duration;

/**
 * How to talk to a remote store.
 *
 * @param retryBudget how long one operation is tried again while the store does not work
 * @param unknownHostBudget the same while the server's name is unknown, at most {@code retryBudget}
 * @param requestTimeout how long a connection may be silent
 * @param partBytes size of the parts of a large upload; larger when there would be too many
 * @param threads parts that are uploaded at a time
 * @param sleeper how to wait between attempts
 */
public record Transfers(
    Duration retryBudget,
    Duration unknownHostBudget,
    Duration requestTimeout,
    int partBytes,
    int threads,
    Sleeper sleeper) {
  /** To a person a name that is wrong stays wrong; one that is new needs a moment. */
  private static final Duration UNKNOWN_HOST_BUDGET = Duration.ofSeconds(15);

  /** Waits; in tests without waiting. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits so long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Settings with little patience for unknown hosts. */
  public Transfers(
      Duration retryBudget, Duration requestTimeout, int partBytes, int threads, Sleeper sleeper) {
    this(retryBudget, UNKNOWN_HOST_BUDGET, requestTimeout, partBytes, threads, sleeper);
  }

  /** Five minutes of patience; parts of 16 MiB, four at a time. */
  public static final Transfers DEFAULT =
      new Transfers(
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          16 << 20,
          4,
          duration -> Thread.sleep(duration.toMillis()));

  /** The same with another patience. */
  public Transfers withRetryBudget(Duration newRetryBudget) {
    return new Transfers(
        newRetryBudget, unknownHostBudget, requestTimeout, partBytes, threads, sleeper);
  }

  /**
   * The same where nobody watches: the names of a cluster come and go like everything else, so an
   * unknown host is as temporary as a server that does not answer.
   */
  public Transfers unattended() {
    return new Transfers(retryBudget, retryBudget, requestTimeout, partBytes, threads, sleeper);
  }

  /** The same for what is not worth waiting for: after so long it has failed, whatever it is. */
  public Transfers impatient(Duration patience) {
    return new Transfers(patience, patience, patience, partBytes, threads, sleeper);
  }
}
