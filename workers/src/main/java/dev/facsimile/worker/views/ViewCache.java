package dev.facsimile.worker.views;

import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Decoded views of a dataset at the network's size. All views of an image are kept from its first
 * use on, as long as they fit a budget; the others are read and decoded each time. Whether a view
 * comes from memory never changes it. Safe for several threads.
 */
public final class ViewCache {
  private final ViewIndex index;
  private final ViewReader reader;
  private final int sizePx;
  private final AtomicReferenceArray<Pixels[]> kept;
  private final AtomicLong freeBytes;

  /**
   * An empty cache.
   *
   * @param sizePx side of the network's input, to which views are resized (bilinear, as torchvision
   *     0.8 does)
   * @param budgetBytes most bytes of decoded views to keep
   */
  public ViewCache(ViewIndex index, ViewReader reader, int sizePx, long budgetBytes) {
    this.index = index;
    this.reader = reader;
    this.sizePx = sizePx;
    this.kept = new AtomicReferenceArray<>(index.groups().size());
    this.freeBytes = new AtomicLong(budgetBytes);
  }

  /**
   * Some views of an image.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (74) when the dataset is damaged
   */
  public Pixels[] views(int groupIndex, List<Integer> wanted) throws IOException {
    var all = kept.get(groupIndex);
    if (all == null) {
      all = load(groupIndex, wanted);
    }
    var views = new Pixels[wanted.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = all[wanted.get(i)];
    }
    return views;
  }

  /** How many bytes of the budget are left. */
  long freeBytes() {
    return freeBytes.get();
  }

  private Pixels[] load(int groupIndex, List<Integer> wanted) throws IOException {
    var group = index.groups().get(groupIndex);
    var encoded = reader.read(group);
    var views = new Pixels[encoded.length];
    long bytes = 0;
    for (int view : wanted) {
      views[view] = decode(group, view, encoded[view]);
      bytes = (long) views[view].data().length * encoded.length;
    }
    if (freeBytes.addAndGet(-bytes) < 0) {
      freeBytes.addAndGet(bytes);
      return views;
    }
    for (int view = 0; view < views.length; view++) {
      if (views[view] == null) {
        views[view] = decode(group, view, encoded[view]);
      }
    }
    if (!kept.compareAndSet(groupIndex, null, views)) {
      freeBytes.addAndGet(bytes);
    }
    return views;
  }

  private Pixels decode(ViewGroup group, int view, byte[] encoded) {
    try {
      return Resize.resize(ImageDecoder.decode(encoded).asRgb(), sizePx, sizePx, Filter.BILINEAR);
    } catch (RejectedImageException e) {
      throw ViewReader.corrupt(group, "view " + view + ": " + e.getMessage(), e);
    }
  }
}
