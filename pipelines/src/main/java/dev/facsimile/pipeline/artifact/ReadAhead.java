package dev.facsimile.pipeline.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * Works on a sequence of items before their results are asked for, several at a time, and hands the
 * results out in the order of the items. For one consuming thread.
 */
public final class ReadAhead<T, R> implements AutoCloseable {
  private final Iterator<? extends T> items;
  private final ToLongFunction<? super T> sizeOf;
  private final Parallel.Work<? super T, ? extends R> work;
  private final long maxWaiting;
  private final ExecutorService pool;
  private final ArrayDeque<Pending<R>> window = new ArrayDeque<>();
  private T following;
  private long waiting;

  private record Pending<R>(long size, Future<R> result) {}

  /**
   * Begins to work.
   *
   * @param sizeOf what an item's result counts for, for example its bytes, or 1
   * @param work makes the result of an item; called from other threads
   * @param maxWaiting sum of the sizes that are ready or being made (or one item, if larger)
   */
  public ReadAhead(
      List<? extends T> items,
      ToLongFunction<? super T> sizeOf,
      Parallel.Work<? super T, ? extends R> work,
      int threads,
      long maxWaiting) {
    this.items = items.iterator();
    this.sizeOf = sizeOf;
    this.work = work;
    this.maxWaiting = maxWaiting;
    this.pool = Parallel.newPool("read-ahead", threads);
    fill();
  }

  /** Whether there is another item. */
  public boolean hasNext() {
    return !window.isEmpty();
  }

  /**
   * The result of the next item.
   *
   * @throws IOException what the work threw
   * @throws java.util.NoSuchElementException after the last
   */
  public R next() throws IOException, InterruptedException {
    var pending = window.removeFirst();
    var result = Parallel.result(pending.result());
    waiting -= pending.size();
    fill();
    return result;
  }

  /** Begins no more work; what is under way is abandoned. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  private void fill() {
    while ((window.isEmpty() || waiting < maxWaiting) && (following != null || items.hasNext())) {
      if (following == null) {
        following = items.next();
      }
      var item = following;
      long size = sizeOf.applyAsLong(item);
      if (!window.isEmpty() && waiting + size > maxWaiting) {
        return;
      }
      following = null;
      waiting += size;
      window.addLast(new Pending<>(size, pool.submit(() -> work.apply(item))));
    }
  }
}
