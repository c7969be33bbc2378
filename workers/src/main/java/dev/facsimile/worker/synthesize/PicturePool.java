package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.spec.OverlaysSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.ImageCollection.Entry;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.synthesize.recipe.OtherPictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pictures of a collection for steps that paste, decoded when drawn; those drawn last are kept as
 * long as they fit. An unreadable one is passed over for another draw. Safe for several threads.
 */
final class PicturePool implements OtherPictures {
  private static final String ROLE = "overlays.images";
  private static final long MAX_CACHED_BYTES = 256L << 20;
  private static final int ATTEMPTS = 100;

  private final ImageCollection collection;
  private final List<Entry> entries;
  private final long cacheBytes;
  private final Map<Integer, Optional<Pixels>> cache = new LinkedHashMap<>(16, 0.75f, true);
  private long cached;

  PicturePool(ImageCollection collection, Integer first, long cacheBytes) {
    var all = collection.entries();
    this.collection = collection;
    this.entries = first == null ? all : all.subList(0, Math.min(first, all.size()));
    this.cacheBytes = cacheBytes;
  }

  /** The pool behind the role that the parameters or the plan gave it, else behind another role. */
  static PicturePool of(OverlaysSpec overlays, StageInputs inputs, String otherwise)
      throws IOException {
    long cacheBytes = Math.min(MAX_CACHED_BYTES, Runtime.getRuntime().maxMemory() / 8);
    var images = inputs.images(inputs.has(ROLE) ? ROLE : otherwise);
    return new PicturePool(images, overlays == null ? null : overlays.first(), cacheBytes);
  }

  @Override
  public Other draw(Philox random) {
    for (int attempt = 0; attempt < ATTEMPTS && !entries.isEmpty(); attempt++) {
      int index = random.below(entries.size());
      var pixels = get(index);
      if (pixels.isPresent()) {
        return new Other(entries.get(index).id(), pixels.get());
      }
    }
    throw new TaskException(
        ExitCode.BAD_INPUT,
        entries.isEmpty()
            ? "overlays: there is no picture to paste; name a source that has some"
            : "overlays: no readable picture found in "
                + ATTEMPTS
                + " draws from "
                + entries.size()
                + " pictures, for example "
                + entries.get(0).path()
                + "; name another source");
  }

  private Optional<Pixels> get(int index) {
    synchronized (cache) {
      var hit = cache.get(index);
      if (hit != null) {
        return hit;
      }
    }
    var read = read(entries.get(index));
    synchronized (cache) {
      if (cache.put(index, read) == null) {
        cached += bytes(read);
        evict();
      }
    }
    return read;
  }

  private void evict() {
    Iterator<Optional<Pixels>> oldest = cache.values().iterator();
    while (cached > cacheBytes) {
      cached -= bytes(oldest.next());
      oldest.remove();
    }
  }

  private Optional<Pixels> read(Entry entry) {
    try {
      return Optional.of(ImageDecoder.decode(collection.read(entry)));
    } catch (RejectedImageException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("overlays: " + entry.path(), e);
    }
  }

  private static long bytes(Optional<Pixels> pixels) {
    return pixels.map(p -> p.data().length).orElse(0);
  }
}
