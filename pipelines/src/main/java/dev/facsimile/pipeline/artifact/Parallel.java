package dev.facsimile.pipeline.artifact;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Input and output of several objects at a time, with a bounded number of threads. */
public final class Parallel {
  private Parallel() {}

  /** Something that reads or writes. */
  @FunctionalInterface
  public interface Work<T, R> {
    /** Does the work on one item. */
    R apply(T item) throws IOException;
  }

  /**
   * Applies work to every item and waits for all.
   *
   * @return the results in the order of the items
   * @throws IOException the first failure in that order; work not yet begun is then left out, and
   *     none goes on after the return. {@link InterruptedIOException} when interrupted
   */
  public static <T, R> List<R> map(List<T> items, int threads, Work<? super T, ? extends R> work)
      throws IOException {
    var results = new ArrayList<R>(items.size());
    if (items.size() <= 1 || threads <= 1) {
      for (T item : items) {
        results.add(work.apply(item));
      }
      return results;
    }
    var pool = newPool("store-io", Math.min(threads, items.size()));
    try {
      var pending = new ArrayList<Future<R>>(items.size());
      for (T item : items) {
        pending.add(pool.submit(() -> work.apply(item)));
      }
      for (var future : pending) {
        results.add(await(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  /** A pool whose threads do not keep the process alive. */
  public static ExecutorService newPool(String name, int threads) {
    var number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          var thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The result of work done elsewhere, or its failure as it was thrown. */
  public static <R> R result(Future<R> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** The same where an interruption can only be an {@link InterruptedIOException}. */
  static <R> R await(Future<R> future) throws IOException {
    try {
      return result(future);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
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

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("interrupted while waiting for the store");
  }
}
