package dev.facsimile.worker.stage;

import dev.facsimile.pipeline.artifact.Digests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pictures by id, in the order of their ids; the path is the id with {@code .jpg}. */
public final class InMemoryImages implements ImageCollection {
  private final TreeMap<String, byte[]> encoded;
  private final List<Entry> entries;

  /** A collection of encoded pictures. */
  public InMemoryImages(Map<String, byte[]> encodedById) {
    this.encoded = new TreeMap<>(encodedById);
    this.entries =
        encoded.entrySet().stream()
            .map(
                e ->
                    new Entry(
                        e.getKey(),
                        e.getKey() + ".jpg",
                        e.getValue().length,
                        Digests.sha256(e.getValue())))
            .toList();
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public byte[] read(Entry entry) {
    return encoded.get(entry.id()).clone();
  }
}
