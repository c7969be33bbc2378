package dev.facsimile.worker.pod;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own that does not keep the process alive. */
final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService thread;

  Ticker(String name, Duration interval, Runnable action) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
    long nanos = interval.toNanos();
    var unused =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (RuntimeException e) {
                LoggerFactory.getLogger(Ticker.class).warn("{} failed", name, e);
              }
            },
            nanos,
            nanos,
            TimeUnit.NANOSECONDS);
  }

  /** Ends it; the action is not under way when it returns, unless that is what calls. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
