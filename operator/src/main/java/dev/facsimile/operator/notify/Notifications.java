package dev.facsimile.operator.notify;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.observe.Facts;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is to be told of runs and has it sent by one thread. Who tells never waits and never
 * fails: when too many events wait already, the new one is logged and dropped.
 */
public final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final int PLACES = 256;
  private static final long LAST_SECONDS = 5;

  private final Optional<Receiver> receiver;
  private final ThreadPoolExecutor sender;

  private Notifications(Optional<Receiver> receiver, int places) {
    this.receiver = receiver;
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(places),
            Notifications::daemon,
            new ThreadPoolExecutor.AbortPolicy());
  }

  /**
   * Notifications for an address.
   *
   * @param url the administrator's; nobody is told anything when empty
   * @throws IllegalArgumentException when it is not an absolute http or https URL
   */
  public static Notifications to(Optional<String> url) {
    return to(url, Patience.usual(), PLACES);
  }

  static Notifications to(Optional<String> url, Patience patience, int places) {
    var given = url.map(String::strip).filter(text -> !text.isEmpty());
    return new Notifications(given.map(text -> new Receiver(parse(text), patience)), places);
  }

  private static URI parse(String text) {
    if (!text.matches("https?://[^/?#]+.*") || URI.create(text).getHost() == null) {
      throw new IllegalArgumentException("facsimile.notifications.url is not an http(s) URL");
    }
    return URI.create(text);
  }

  /** Tells of a status that was written, if it says that the run failed. */
  public void written(PipelineRun run, PipelineRunStatus status) {
    if (receiver.isPresent()) {
      Notice.failed(run, status).ifPresent(this::send);
    }
  }

  /** Tells of the promotion, if there was one, of a run whose last status was written. */
  public void concluded(
      PipelineRun run, PipelineRunStatus status, Optional<Facts.Conclusion> conclusion) {
    if (receiver.isPresent()) {
      conclusion.flatMap(it -> Notice.promoted(run, status, it)).ifPresent(this::send);
    }
  }

  private void send(Notice notice) {
    try {
      sender.execute(() -> deliver(notice));
    } catch (RejectedExecutionException e) {
      LOG.warn(
          "the notification {} of run {}/{} is dropped: too many wait",
          notice.kind().id(),
          notice.namespace(),
          notice.run());
    }
  }

  private void deliver(Notice notice) {
    try {
      receiver.orElseThrow().deliver(notice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a defect while telling of run {}/{}", notice.namespace(), notice.run(), e);
    }
  }

  /** Gives what waits a few seconds more. */
  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} notifications are lost", sender.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      sender.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "notifications");
    thread.setDaemon(true);
    return thread;
  }
}
