package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed for a reason that passes: overload, resets, timeouts, broken answers. The
 * pauses double up to ten seconds, each shortened by chance so that many workers do not come back
 * at once; all attempts and pauses together take at most the budget.
 */
final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Duration budget;
  private final Duration unknownHostBudget;
  private final Transfers.Sleeper sleeper;

  /** Something that is worth several attempts. */
  @FunctionalInterface
  interface Attempt<T> {
    /** Makes an attempt; they are counted from 1. */
    T run(int attempt) throws IOException;
  }

  Retry(Transfers transfers) {
    this.budget = transfers.retryBudget();
    this.unknownHostBudget = transfers.unknownHostBudget();
    this.sleeper = transfers.sleeper();
  }

  /**
   * Makes attempts until one succeeds.
   *
   * @param what for the log
   * @throws IOException what the last attempt threw
   */
  <T> T run(String what, Attempt<T> work) throws IOException {
    long spentNanos = 0;
    long pauseNanos = FIRST_PAUSE.toNanos();
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      try {
        return work.run(attempt);
      } catch (IOException e) {
        spentNanos += System.nanoTime() - start;
        long pause = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos / 2 + 1);
        if (!isTemporary(e) || spentNanos + pause > patience(e).toNanos()) {
          throw e;
        }
        if (attempt == 1) {
          LOG.warn("{} failed and is tried again: {}", what, e.toString());
        }
        spentNanos += pause;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
        pause(Duration.ofNanos(pause));
      }
    }
  }

  private Duration patience(IOException e) {
    boolean impatient =
        e instanceof UnknownHostException && budget.compareTo(unknownHostBudget) > 0;
    return impatient ? unknownHostBudget : budget;
  }

  private void pause(Duration duration) throws InterruptedIOException {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the store");
    }
  }

  private static boolean isTemporary(IOException e) {
    if (e instanceof S3Failure failure) {
      return failure.isTemporary();
    }
    if (e instanceof StoreException || e instanceof SSLPeerUnverifiedException) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return false;
      }
    }
    return e instanceof SocketTimeoutException || !(e instanceof InterruptedIOException);
  }
}
