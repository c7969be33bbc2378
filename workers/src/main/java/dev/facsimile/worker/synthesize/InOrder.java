package dev.facsimile.worker.synthesize;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on all cores whose results are taken in the order of the items. */
final class InOrder {
  private InOrder() {}

  /** Makes a result of an item; called on any thread. */
  @FunctionalInterface
  interface Work<A, B> {
    /** The result. */
    B apply(A item) throws IOException;
  }

  /** Takes a result; called on the caller's thread, in order. */
  @FunctionalInterface
  interface Sink<B> {
    /** Takes one. */
    void accept(B result) throws IOException;
  }

  /**
   * Works on every item; at most twice as many results as threads are waiting at any time.
   *
   * @throws InterruptedException when the caller is interrupted; running work is told to stop
   */
  static <A, B> void forEach(List<A> items, int threads, Work<A, B> work, Sink<B> sink)
      throws IOException, InterruptedException {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var waiting = new ArrayDeque<Future<B>>();
      for (var item : items) {
        if (waiting.size() == 2 * threads) {
          sink.accept(result(waiting.remove()));
        }
        waiting.add(pool.submit(() -> work.apply(item)));
      }
      while (!waiting.isEmpty()) {
        sink.accept(result(waiting.remove()));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static <B> B result(Future<B> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      if (cause instanceof Error) {
        throw (Error) cause;
      }
      throw new IllegalStateException(cause);
    }
  }
}
