package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.assignment.ArtifactSources;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import dev.facsimile.worker.execute.SourceLister;
import dev.facsimile.worker.execute.TaskRunner;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands behind the names of a plan's sources when a run begins. Each is looked at once, when
 * it is first needed; a stage's selection of a collection is a catalog of its own.
 */
final class Sources {
  private final Plan plan;
  private final Keys keys;
  private final Artifacts artifacts;
  private final SourceLister lister;
  private final Map<String, SourceRequest> requests;
  private final Map<String, SourceListing> listings = new HashMap<>();
  private final Map<Reading, Input> inputs = new HashMap<>();

  /**
   * Sources of a plan.
   *
   * @param base the directory that relative locations start from
   */
  Sources(Plan plan, TaskRunner runner, Path base) {
    this.plan = plan;
    this.keys = new Keys(plan.namespace());
    this.artifacts = runner.artifacts(keys);
    this.lister = new SourceLister(runner, keys, (done, total) -> {});
    this.requests =
        SourceRequest.of(plan, (uri, endpoint, secret) -> location(base, uri, endpoint));
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
    listings.remove(SourceRequest.root(plan, reading.name()).name());
    input(reading);
    return true;
  }

  private Input resolve(Reading reading) throws IOException {
    var source = plan.source(reading.name());
    return source.spec().artifact() != null
        ? ArtifactSources.input(artifacts, keys, source)
        : listing(SourceRequest.root(plan, reading.name()).name()).input(plan, reading);
  }

  private SourceListing listing(String root) throws IOException {
    var known = listings.get(root);
    if (known == null) {
      known = lister.list(requests.get(root));
      listings.put(root, known);
    }
    return known;
  }

  private static String location(Path base, String uri, String endpoint) {
    if (uri.startsWith("s3:")) {
      var separator = uri.contains("?") ? "&" : "?";
      return endpoint == null
          ? uri
          : uri + separator + "endpoint=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8);
    }
    return uri.startsWith("file:") ? uri : base.resolve(uri).normalize().toString();
  }
}
