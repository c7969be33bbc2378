package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.worker.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture in the making.
 *
 * @param pixels what it looks like, without alpha
 * @param boxes where pictures were pasted
 */
record Composition(Pixels pixels, List<Box> boxes) {
  Composition {
    pixels = withoutAlpha(pixels);
    boxes = List.copyOf(boxes);
  }

  /** A picture onto which nothing was pasted. */
  static Composition of(Pixels pixels) {
    return new Composition(pixels, List.of());
  }

  int width() {
    return pixels.width();
  }

  int height() {
    return pixels.height();
  }

  /** Other pixels, everything where it was as a fraction of the canvas. */
  Composition with(Pixels changed) {
    return new Composition(changed, boxes);
  }

  /** Other pixels, everything moved. */
  Composition moved(Pixels changed, Box.Mapping mapping) {
    var movedBoxes = new ArrayList<Box>();
    for (var box : boxes) {
      box.through(mapping, width(), height(), changed.width(), changed.height())
          .ifPresent(movedBoxes::add);
    }
    return new Composition(changed, movedBoxes);
  }

  /** One box more, if there is one. */
  Composition plus(Optional<Box> box) {
    if (box.isEmpty()) {
      return this;
    }
    var more = new ArrayList<>(boxes);
    more.add(box.get());
    return new Composition(pixels, more);
  }

  private static Pixels withoutAlpha(Pixels source) {
    if (source.channels() == 3) {
      return source;
    }
    var from = source.data();
    var to = new byte[source.width() * source.height() * 3];
    for (int i = 0, j = 0; j < to.length; i += 4, j += 3) {
      to[j] = from[i];
      to[j + 1] = from[i + 1];
      to[j + 2] = from[i + 2];
    }
    return new Pixels(source.width(), source.height(), 3, to);
  }
}
