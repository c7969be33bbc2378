package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.catalog.CatalogReader;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a task names, opened: catalogs with their sources, artifacts and files. */
public final class TaskInputs implements StageInputs, AutoCloseable {
  private final WorkerTask task;
  private final Artifacts artifacts;
  private final LocalCache cache;
  private final StoreSettings settings;
  private final String dividedRole;
  private final WorkerTask.Share share;
  private final Map<Input, ImageCollection> collections = new HashMap<>();
  private final List<ArtifactStore> opened = new ArrayList<>();

  /**
   * Inputs of one share.
   *
   * @param dividedRole the role along which the stage is divided; null when it is not
   */
  TaskInputs(
      WorkerTask task,
      WorkerTask.Share share,
      String dividedRole,
      Artifacts artifacts,
      LocalCache cache,
      StoreSettings settings) {
    this.task = task;
    this.share = share;
    this.dividedRole = dividedRole;
    this.artifacts = artifacts;
    this.cache = cache;
    this.settings = settings;
  }

  @Override
  public boolean has(String role) {
    return task.inputs().containsKey(role);
  }

  @Override
  public ImageCollection images(String role) throws IOException {
    var all = collection(only(role));
    if (!role.equals(dividedRole)) {
      return all;
    }
    var part = all.entries().subList(share.from(), share.to());
    return new ImageCollection() {
      @Override
      public List<Entry> entries() {
        return part;
      }

      @Override
      public byte[] read(Entry entry) throws IOException {
        return all.read(entry);
      }
    };
  }

  @Override
  public StoredArtifact artifact(String role) throws IOException {
    return open(only(role));
  }

  @Override
  public List<StoredArtifact> artifacts(String role) throws IOException {
    var result = new ArrayList<StoredArtifact>();
    for (var input : task.inputs().getOrDefault(role, List.of())) {
      result.add(open(input));
    }
    return result;
  }

  @Override
  public boolean isFile(String role) {
    return has(role) && only(role).kind() == InputKind.FILE;
  }

  @Override
  public Path file(String role) throws IOException {
    var input = only(role);
    var located = Stores.openFile(input.location(), settings);
    try (var store = located.store()) {
      var info =
          store
              .head(located.key())
              .orElseThrow(
                  () ->
                      new TaskException(
                          ExitCode.SOURCE_MISSING, "there is no file " + input.location()));
      return cache.fetch(store, located.key(), located.key(), input.digest(), info.size());
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.CORRUPT) {
        throw new TaskException(
            ExitCode.SOURCE_MISSING,
            input.location() + " changed since the run began; run the pipeline again",
            e);
      }
      throw gone(e);
    }
  }

  @Override
  public String digest(String role) {
    return only(role).digest();
  }

  @Override
  public void close() {
    opened.forEach(ArtifactStore::close);
  }

  private Input only(String role) {
    var inputs = task.inputs().get(role);
    if (inputs == null) {
      throw new IllegalArgumentException(task.stage() + " has no input " + role);
    }
    return inputs.get(0);
  }

  private StoredArtifact open(Input input) throws IOException {
    return new OpenArtifact(artifacts.find(input.key(), input.digest()));
  }

  private synchronized ImageCollection collection(Input input) throws IOException {
    var known = collections.get(input);
    if (known == null) {
      known = input.kind() == InputKind.CATALOG ? catalogued(input) : PackedImages.of(open(input));
      collections.put(input, known);
    }
    return known;
  }

  private ImageCollection catalogued(Input input) throws IOException {
    var artifact =
        artifacts
            .find(input.key())
            .orElseThrow(
                () ->
                    new TaskException(
                        ExitCode.ARTIFACT_CORRUPT,
                        "the catalog " + input.key() + " is missing; run the pipeline again"));
    var catalog = Catalog.parse(artifact.read(Catalog.FILE_NAME), input.key());
    ArtifactStore source;
    try {
      source = Stores.openSource(input.location(), settings);
    } catch (StoreException e) {
      throw gone(e);
    }
    opened.add(source);
    return new CatalogImages(catalog, new CatalogReader(source));
  }

  /** What is not found outside is a missing source; only inside the store is it a damage. */
  private static IOException gone(StoreException e) {
    if (e.reason() == StoreException.Reason.NOT_FOUND) {
      throw new TaskException(ExitCode.SOURCE_MISSING, e.getMessage(), e);
    }
    return e;
  }
}
