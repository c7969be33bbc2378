package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.catalog.Cataloger;
import dev.facsimile.pipeline.artifact.catalog.Slices;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.plan.StageInput.Selection;
import dev.facsimile.pipeline.spec.SourceSpec.FileSpec;
import dev.facsimile.pipeline.spec.SourceSpec.ImagesSpec;
import dev.facsimile.pipeline.spec.SourceSpec.SliceSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands behind the names of a plan's sources when a run begins. Each collection is listed
 * once; a stage's selection of it becomes a catalog of its own.
 */
final class Sources {
  private static final int READERS = 8;

  private record Listing(Catalog catalog, String location) {}

  private final Plan plan;
  private final ArtifactStore store;
  private final Keys keys;
  private final Artifacts artifacts;
  private final StoreSettings settings;
  private final Path spool;
  private final Path base;
  private final Map<String, Listing> listings = new HashMap<>();
  private final Map<Reading, Input> inputs = new HashMap<>();

  /**
   * Sources of a plan.
   *
   * @param spool an empty directory for files on their way to the store
   * @param base the directory that relative locations start from
   */
  Sources(
      Plan plan,
      ArtifactStore store,
      Keys keys,
      Artifacts artifacts,
      StoreSettings settings,
      Path spool,
      Path base) {
    this.plan = plan;
    this.store = store;
    this.keys = keys;
    this.artifacts = artifacts;
    this.settings = settings;
    this.spool = spool;
    this.base = base;
  }

  /**
   * The input behind a name.
   *
   * @throws TaskException (66) when the source is missing or empty, (65) when a file has not the
   *     digest that the pipeline asks for
   */
  Input input(Reading reading) throws IOException {
    var known = inputs.get(reading);
    if (known == null) {
      known = resolve(reading);
      inputs.put(reading, known);
    }
    return known;
  }

  /**
   * Makes the catalog behind a name anew if its bytes in the store are damaged.
   *
   * @return whether it did
   */
  boolean repair(Reading reading) throws IOException {
    var known = inputs.get(reading);
    if (known == null || known.kind() != InputKind.CATALOG) {
      return false;
    }
    try {
      var catalog = artifacts.find(known.key());
      if (catalog.isPresent() && catalog.get().read(Catalog.FILE_NAME).length > 0) {
        return false;
      }
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.CORRUPT) {
        throw e;
      }
    }
    artifacts.discard(known.key());
    inputs.remove(reading);
    input(reading);
    return true;
  }

  private Input resolve(Reading reading) throws IOException {
    var source = plan.source(reading.name());
    if (source.spec().file() != null) {
      return file(source, source.spec().file());
    }
    if (source.spec().artifact() != null) {
      var key = keys.absolute("artifacts/" + source.spec().artifact().key());
      var artifact =
          artifacts
              .find(key)
              .orElseThrow(
                  () ->
                      new TaskException(
                          ExitCode.SOURCE_MISSING,
                          "source %s: the store %s has no artifact %s"
                              .formatted(source.name(), store.location(), key)));
      return new Input(InputKind.ARTIFACT, key, artifact.digest(), null);
    }
    var listing = listing(source.name());
    var catalog = select(listing.catalog(), reading.selection());
    if (catalog.entries().isEmpty()) {
      throw new TaskException(
          ExitCode.SOURCE_MISSING,
          "source %s: no picture is left after slicing and selection; widen it or add pictures to %s"
              .formatted(source.name(), listing.location()));
    }
    return commit(catalog, listing.location());
  }

  private Listing listing(String name) throws IOException {
    var known = listings.get(name);
    if (known == null) {
      known = list(plan.source(name));
      listings.put(name, known);
    }
    return known;
  }

  private Listing list(PlannedSource source) throws IOException {
    if (source.spec().slice() != null) {
      var slice = source.spec().slice();
      var whole = listing(slice.of());
      return new Listing(
          Slices.slice(whole.catalog(), slice.fromPercent(), slice.toPercent(), by(slice)),
          whole.location());
    }
    var location = location(source.spec().images());
    try (var pictures = Stores.openSource(location, settings)) {
      return new Listing(new Cataloger(store, keys, READERS).catalog(pictures), location);
    } catch (TaskException e) {
      throw new TaskException(e.exitCode(), "source " + source.name() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.NOT_FOUND) {
        throw e;
      }
      throw new TaskException(
          ExitCode.SOURCE_MISSING, "source " + source.name() + ": " + e.getMessage(), e);
    }
  }

  private static Slices.By by(SliceSpec slice) {
    return slice.by() == SliceSpec.By.FOLDER ? Slices.By.FOLDER : Slices.By.CONTENT;
  }

  private static Catalog select(Catalog catalog, Selection selection) {
    var selected =
        Slices.select(catalog, selection.every().orElse(null), selection.percent().orElse(null));
    return selection.first().isPresent()
        ? Slices.first(selected, selection.first().get())
        : selected;
  }

  private Input commit(Catalog catalog, String location) throws IOException {
    var csv = catalog.csv();
    var digest = Digests.sha256(csv);
    var key = keys.artifact(PlannedSource.CATALOG, digest);
    if (artifacts.findOrDiscard(key, damage -> {}).isEmpty()) {
      var file = Files.write(spool.resolve(digest), csv);
      var counts = new TreeMap<String, Long>();
      counts.put("images", (long) catalog.entries().size());
      var draft =
          new Manifest(
              Manifest.FORMAT,
              PlannedSource.CATALOG,
              PlannedSource.CATALOG_VERSION,
              digest,
              null,
              null,
              null,
              counts,
              null,
              "java");
      var files = new TreeMap<>(Map.of(Catalog.FILE_NAME, file));
      artifacts.commit(key, draft, files);
    }
    return new Input(InputKind.CATALOG, key, digest, location);
  }

  private Input file(PlannedSource source, FileSpec spec) throws IOException {
    var location = absolute(spec.uri(), spec.endpoint());
    var located = Stores.openFile(location, settings);
    try (var holder = located.store()) {
      if (holder.head(located.key()).isEmpty()) {
        throw new TaskException(
            ExitCode.SOURCE_MISSING,
            "source %s: there is no file %s".formatted(source.name(), location));
      }
      String digest;
      try (var content = holder.open(located.key())) {
        digest = Digests.sha256(content);
      }
      if (spec.sha256() != null && !spec.sha256().equals(digest)) {
        throw new TaskException(
            ExitCode.BAD_INPUT,
            "source %s: %s has sha256 %s, the pipeline asks for %s"
                .formatted(source.name(), location, digest, spec.sha256()));
      }
      return new Input(InputKind.FILE, null, digest, location);
    }
  }

  private String location(ImagesSpec images) {
    return absolute(images.uri(), images.endpoint());
  }

  private String absolute(String uri, String endpoint) {
    if (uri.startsWith("s3:")) {
      var separator = uri.contains("?") ? "&" : "?";
      return endpoint == null
          ? uri
          : uri + separator + "endpoint=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8);
    }
    return uri.startsWith("file:") ? uri : base.resolve(uri).normalize().toString();
  }
}
