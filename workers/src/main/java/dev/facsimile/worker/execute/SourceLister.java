package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.catalog.Cataloger;
import dev.facsimile.pipeline.artifact.catalog.Slices;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.assignment.SourceListing.ListedPart;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.spec.SourceSpec.SliceSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers what is asked about a source from outside: lists its pictures, cuts the parts that stages
 * read and commits the catalog of each, or digests a file. A worker pod and the local runner ask
 * here.
 */
public final class SourceLister {
  private static final int READERS = 8;

  private final TaskRunner runner;
  private final Keys keys;
  private final Artifacts artifacts;
  private final Cataloger cataloger;

  /**
   * A lister of the sources of one namespace.
   *
   * @param watcher told how many objects of a collection are known
   */
  public SourceLister(TaskRunner runner, Keys keys, Cataloger.Watcher watcher) {
    this.runner = runner;
    this.keys = keys;
    this.artifacts = runner.artifacts(keys);
    this.cataloger = new Cataloger(runner.store(), keys, READERS, watcher);
  }

  /**
   * Looks at a source. A part without pictures is listed with none and has no catalog in the store.
   *
   * @throws TaskException (66) when the source is missing or empty, (65) when a file has not the
   *     digest that is asked for
   */
  public SourceListing list(SourceRequest request) throws IOException {
    try {
      return request.isFile() ? file(request) : collection(request);
    } catch (TaskException e) {
      throw new TaskException(
          e.exitCode(), "source " + request.source() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.NOT_FOUND) {
        throw e;
      }
      throw new TaskException(
          ExitCode.SOURCE_MISSING, "source " + request.source() + ": " + e.getMessage(), e);
    }
  }

  private SourceListing collection(SourceRequest request) throws IOException {
    Catalog whole;
    try (var pictures = Stores.openSource(request.location(), runner.settings())) {
      whole = cataloger.catalog(pictures);
    }
    var listed = new ArrayList<ListedPart>();
    for (var part : request.parts()) {
      listed.add(commit(part, cut(whole, part)));
    }
    return new SourceListing(SourceListing.FORMAT, request.location(), null, listed);
  }

  private static Catalog cut(Catalog whole, SourceRequest.Part part) {
    var catalog = whole;
    for (var slice : part.slices()) {
      var by = slice.by() == SliceSpec.By.FOLDER ? Slices.By.FOLDER : Slices.By.CONTENT;
      catalog = Slices.slice(catalog, slice.fromPercent(), slice.toPercent(), by);
    }
    catalog = Slices.select(catalog, part.every(), part.percent());
    return part.first() == null ? catalog : Slices.first(catalog, part.first());
  }

  private ListedPart commit(SourceRequest.Part part, Catalog catalog) throws IOException {
    var csv = catalog.csv();
    var digest = Digests.sha256(csv);
    var key = keys.artifact(PlannedSource.CATALOG, digest);
    long images = catalog.entries().size();
    if (images > 0 && artifacts.findOrDiscard(key, damage -> {}).isEmpty()) {
      var directory = runner.newDirectory(PlannedSource.CATALOG);
      try {
        var file = Files.write(directory.resolve(Catalog.FILE_NAME), csv);
        artifacts.commit(
            key, draft(digest, images), new TreeMap<>(Map.of(Catalog.FILE_NAME, file)));
      } finally {
        Spool.delete(directory);
      }
    }
    return new ListedPart(part, key, digest, images);
  }

  private static Manifest draft(String digest, long images) {
    return new Manifest(
        Manifest.FORMAT,
        PlannedSource.CATALOG,
        PlannedSource.CATALOG_VERSION,
        digest,
        null,
        null,
        null,
        new TreeMap<>(Map.of("images", images)),
        null,
        "java");
  }

  private SourceListing file(SourceRequest request) throws IOException {
    var located = Stores.openFile(request.location(), runner.settings());
    String digest;
    try (var holder = located.store()) {
      if (holder.head(located.key()).isEmpty()) {
        throw new TaskException(ExitCode.SOURCE_MISSING, "there is no file " + request.location());
      }
      try (var content = holder.open(located.key())) {
        digest = Digests.sha256(content);
      }
    }
    if (request.sha256() != null && !request.sha256().equals(digest)) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          "%s has sha256 %s, the pipeline asks for %s"
              .formatted(request.location(), digest, request.sha256()));
    }
    return new SourceListing(SourceListing.FORMAT, request.location(), digest, List.of());
  }
}
