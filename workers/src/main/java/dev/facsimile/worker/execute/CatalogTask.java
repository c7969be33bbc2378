package dev.facsimile.worker.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.assignment.SourceListing.ListedPart;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * The implicit stage {@value PlannedSource#CATALOG} as a worker's task: its parameters are a {@link
 * SourceRequest}, and the answer goes to the key of its only share. Unlike an artifact the answer
 * may be replaced, when the source is looked at again.
 */
public final class CatalogTask {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private CatalogTask() {}

  /** Whether a task is of this type. */
  public static boolean is(WorkerTask task) {
    return task.stage().equals(PlannedSource.CATALOG);
  }

  /**
   * Looks at the source and writes what is found.
   *
   * @return sha256 of the answer
   * @throws TaskException (66) when the source is missing or nothing is left of a part that a stage
   *     reads
   */
  public static String run(
      TaskRunner runner, WorkerTask task, WorkerTask.Share share, StageOutput.Progress progress)
      throws IOException {
    requireVersion(task);
    var keys = new Keys(task.namespace());
    var lister =
        new SourceLister(runner, keys, (done, total) -> progress.at(done, total, "objects"));
    var request = request(task);
    var listing = lister.list(request);
    for (var part : listing.parts()) {
      if (part.images() == 0) {
        throw listing.noPictureLeft(named(request.source(), part));
      }
    }
    var json = listing.toJson();
    runner.store().put(share.key(), json);
    progress.committed();
    runner.store().delete(keys.progress(share.fingerprint()));
    return Digests.sha256(json);
  }

  private static void requireVersion(WorkerTask task) {
    if (task.format() != WorkerTask.FORMAT
        || task.stageVersion() != PlannedSource.CATALOG_VERSION) {
      throw TaskRunner.otherVersion(task, PlannedSource.CATALOG_VERSION);
    }
  }

  private static SourceRequest request(WorkerTask task) {
    try {
      return MAPPER.treeToValue(task.parameters(), SourceRequest.class);
    } catch (JsonProcessingException e) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "the task's parameters are no question about a source: " + e.getOriginalMessage(),
          e);
    }
  }

  /** A part in the words of the pipeline file: the names of slices are not in the question. */
  private static String named(String source, ListedPart listed) {
    var part = listed.part();
    var cuts =
        part.slices().stream()
            .map(slice -> "slice %s %% to %s %%".formatted(slice.fromPercent(), slice.toPercent()))
            .collect(Collectors.joining(", "));
    return cuts.isEmpty() ? source : source + " (" + cuts + ")";
  }
}
