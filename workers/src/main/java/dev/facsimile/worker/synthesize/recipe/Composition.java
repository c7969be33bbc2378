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
    pixels = pixels.asRgb();
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
}
