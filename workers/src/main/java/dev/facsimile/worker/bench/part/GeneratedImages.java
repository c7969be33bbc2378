package dev.facsimile.worker.bench.part;

import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.stage.ImageCollection;
import java.util.List;

/** A collection of any length that holds the same few pictures over and over. */
final class GeneratedImages implements ImageCollection {
  private final List<Entry> entries;
  private final Pictures pictures;

  GeneratedImages(Pictures pictures, int count) {
    this.pictures = pictures;
    this.entries = pictures.entries(count);
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public byte[] read(Entry entry) {
    int number = Integer.parseInt(entry.id().substring(entry.id().lastIndexOf('-') + 1));
    return pictures.files().get(number % pictures.count());
  }
}
