package dev.facsimile.worker.extract;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Reads, decodes and prepares the pictures of a collection in threads of its own, a bounded number
 * ahead, and hands them over in the order of their ids. Used by one thread.
 */
final class PictureReader implements AutoCloseable {
  /**
   * One picture.
   *
   * @param prepared what a describer needs of it; null when the picture is rejected
   * @param rejection why it cannot be read; null when it can
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Picture(String id, float[][] prepared, String rejection) {}

  private final ImageCollection images;
  private final boolean exifOrientation;
  private final Function<Pixels, float[][]> preparation;
  private final Iterator<ImageCollection.Entry> unread;
  private final ExecutorService threads;
  private final ArrayDeque<Future<Picture>> ahead = new ArrayDeque<>();

  /**
   * Starts to read.
   *
   * @param exifOrientation whether pictures are turned upright
   * @param preparation what is done to each picture, RGB, in the threads
   * @param readAhead pictures that are ready or being prepared at a time
   */
  PictureReader(
      ImageCollection images,
      boolean exifOrientation,
      Function<Pixels, float[][]> preparation,
      int threadCount,
      int readAhead) {
    this.images = images;
    this.exifOrientation = exifOrientation;
    this.preparation = preparation;
    this.unread = images.entries().iterator();
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            work -> {
              var thread = new Thread(work, "pictures");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < readAhead; i++) {
      startNext();
    }
  }

  /** The next picture; null after the last. */
  Picture next() throws IOException, InterruptedException {
    var head = ahead.poll();
    if (head == null) {
      return null;
    }
    try {
      var picture = head.get();
      startNext();
      return picture;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Stops the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void startNext() {
    if (unread.hasNext()) {
      var entry = unread.next();
      ahead.add(threads.submit(() -> read(entry)));
    }
  }

  private Picture read(ImageCollection.Entry entry) throws IOException {
    var encoded = images.read(entry);
    Pixels pixels;
    try {
      pixels = ImageDecoder.decode(encoded, exifOrientation).asRgb();
    } catch (RejectedImageException e) {
      return new Picture(entry.id(), null, e.getMessage());
    }
    return new Picture(entry.id(), preparation.apply(pixels), null);
  }
}
