package dev.facsimile.pipeline.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * Reads a sequence of objects or ranges before they are asked for, several at a time, and hands
 * them out in their order. At most {@code maxBytes} lie waiting (or one item, if larger). For one
 * consuming thread.
 */
public final class ReadAhead<T> implements AutoCloseable {
  private final Iterator<? extends T> items;
  private final ToLongFunction<? super T> sizeOf;
  private final Parallel.Work<? super T, byte[]> read;
  private final long maxBytes;
  private final int maxItems;
  private final ExecutorService pool;
  private final ArrayDeque<Pending> window = new ArrayDeque<>();
  private T following;
  private long windowBytes;

  private record Pending(long size, Future<byte[]> content) {}

  /**
   * Begins to read.
   *
   * @param sizeOf bytes that an item will take
   * @param read reads an item; called from other threads
   */
  public ReadAhead(
      List<? extends T> items,
      ToLongFunction<? super T> sizeOf,
      Parallel.Work<? super T, byte[]> read,
      int threads,
      long maxBytes) {
    this.items = items.iterator();
    this.sizeOf = sizeOf;
    this.read = read;
    this.maxBytes = maxBytes;
    this.maxItems = 4 * threads;
    this.pool = Parallel.newPool("read-ahead", threads);
    fill();
  }

  /** Whether there is another item. */
  public boolean hasNext() {
    return !window.isEmpty();
  }

  /**
   * The bytes of the next item.
   *
   * @throws IOException what reading it threw
   * @throws java.util.NoSuchElementException after the last
   */
  public byte[] next() throws IOException {
    var pending = window.removeFirst();
    var content = Parallel.await(pending.content());
    windowBytes -= pending.size();
    fill();
    return content;
  }

  /** Stops reading; what is under way is abandoned. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  private void fill() {
    while (window.size() < maxItems && (following != null || items.hasNext())) {
      if (following == null) {
        following = items.next();
      }
      var item = following;
      long size = sizeOf.applyAsLong(item);
      if (!window.isEmpty() && windowBytes + size > maxBytes) {
        return;
      }
      following = null;
      windowBytes += size;
      window.addLast(new Pending(size, pool.submit(() -> read.apply(item))));
    }
  }
}
