package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.ReadAhead;
import java.io.IOException;
import java.util.List;

/** Work on all cores whose results are taken in the order of the items. */
final class InOrder {
  private InOrder() {}

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
  static <A, B> void forEach(List<A> items, int threads, Parallel.Work<A, B> work, Sink<B> sink)
      throws IOException, InterruptedException {
    try (var results = new ReadAhead<A, B>(items, item -> 1, work, threads, 2L * threads)) {
      while (results.hasNext()) {
        sink.accept(results.next());
      }
    }
  }
}
