package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.catalog.Scan.Seen;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of a source between runs: the scans of its objects, by path, size and version.
 * A convenience, kept beside the artifacts: whatever is wrong with it costs only another reading.
 */
final class KnownScans {
  private static final Logger LOG = LoggerFactory.getLogger(KnownScans.class);
  private static final List<String> HEADER =
      List.of("object", "objectSize", "version", "path", "offset", "size", "sha256");

  private final ArtifactStore store;
  private final String key;

  KnownScans(ArtifactStore store, String key) {
    this.store = store;
    this.key = key;
  }

  /** Everything remembered; nothing when the file is absent or damaged. */
  Map<Seen, Scan> load() throws IOException {
    try (var stream = store.open(key)) {
      return parse(Csv.read(stream, HEADER, key));
    } catch (IllegalArgumentException | TaskException e) {
      LOG.warn("{}/{} is damaged and not used: {}", store.location(), key, e.getMessage());
      return Map.of();
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Map.of();
      }
      throw e;
    }
  }

  /** Remembers these scans alone. */
  void save(Collection<Scan> scans) throws IOException {
    var rows = new ArrayList<List<String>>();
    for (var scan : scans) {
      if (scan.pictures().isEmpty()) {
        rows.add(row(scan.object(), new Scan.Picture("", 0, 0, "")));
      }
      for (var picture : scan.pictures()) {
        rows.add(row(scan.object(), picture));
      }
    }
    try {
      store.put(key, Csv.bytes(HEADER, rows));
    } catch (StoreException e) {
      if (e.reason() != Reason.NOT_WRITABLE) {
        throw e;
      }
      LOG.warn("The digests of the source are not remembered: {}", e.getMessage());
    }
  }

  private static List<String> row(Seen object, Scan.Picture picture) {
    return List.of(
        object.key(),
        Long.toString(object.size()),
        object.version(),
        picture.path(),
        Long.toString(picture.offset()),
        Long.toString(picture.size()),
        picture.sha256());
  }

  private static Map<Seen, Scan> parse(List<List<String>> lines) {
    var pictures = new HashMap<Seen, List<Scan.Picture>>();
    for (var line : lines) {
      var object = new Seen(line.get(0), Long.parseLong(line.get(1)), line.get(2));
      var found = pictures.computeIfAbsent(object, unused -> new ArrayList<>());
      if (!line.get(6).isEmpty()) {
        found.add(
            new Scan.Picture(
                line.get(3),
                Long.parseLong(line.get(4)),
                Long.parseLong(line.get(5)),
                line.get(6)));
      }
    }
    var scans = new HashMap<Seen, Scan>();
    pictures.forEach((object, found) -> scans.put(object, new Scan(object, found)));
    return scans;
  }
}
