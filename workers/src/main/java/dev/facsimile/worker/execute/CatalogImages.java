package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.catalog.CatalogReader;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a catalog, read from the source that it lists. */
final class CatalogImages implements ImageCollection {
  private final CatalogReader reader;
  private final List<Entry> entries;
  private final Map<String, Catalog.Entry> catalogued = new HashMap<>();

  CatalogImages(Catalog catalog, CatalogReader reader) {
    this.reader = reader;
    this.entries =
        catalog.entries().stream()
            .map(entry -> new Entry(entry.id(), entry.path(), entry.size(), entry.sha256()))
            .toList();
    catalog.entries().forEach(entry -> catalogued.put(entry.id(), entry));
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public byte[] read(Entry entry) throws IOException {
    return reader.read(catalogued.get(entry.id()));
  }
}
