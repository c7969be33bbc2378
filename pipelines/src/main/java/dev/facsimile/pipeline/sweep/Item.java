package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import java.time.Instant;

/**
 * What lies at a place.
 *
 * @param objects how many objects
 * @param bytes their sizes together
 * @param newest when the last of them was written
 * @param headed whether the object that makes them one thing is among them, such as the manifest
 */
record Item(Place place, int objects, long bytes, Instant newest, boolean headed) {
  /** A place where nothing has been found yet. */
  static Item nothingAt(Place place) {
    return new Item(place, 0, 0, Instant.MIN, false);
  }

  /** The same with one object more, whose key inside the namespace is given. */
  Item with(String key, Info info) {
    return new Item(
        place,
        objects + 1,
        bytes + info.size(),
        newest.isAfter(info.lastModified()) ? newest : info.lastModified(),
        headed || key.equals(place.head()));
  }
}
