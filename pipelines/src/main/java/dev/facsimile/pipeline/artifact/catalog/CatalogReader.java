package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;

/** Reads catalogued pictures from their source, and only those. Safe for several threads. */
public final class CatalogReader {
  private final ArtifactStore source;

  /** A reader of a source. */
  public CatalogReader(ArtifactStore source) {
    this.source = source;
  }

  /**
   * The bytes of a picture, verified; read once more when they do not match.
   *
   * @throws TaskException SOURCE_MISSING when the source no longer holds these bytes
   */
  public byte[] read(Catalog.Entry entry) throws IOException {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw changed(entry, "it has more than 2 GiB", null);
    }
    try {
      for (int attempt = 1; attempt <= 2; attempt++) {
        var content = source.read(entry.object(), entry.offset(), (int) entry.size());
        if (Digests.sha256(content).equals(entry.sha256())) {
          return content;
        }
      }
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.CORRUPT) {
        throw changed(entry, e.getMessage(), e);
      }
      throw e;
    }
    throw changed(entry, "its sha256 is not " + entry.sha256() + " any more", null);
  }

  private TaskException changed(Catalog.Entry entry, String why, Throwable cause) {
    return new TaskException(
        ExitCode.SOURCE_MISSING,
        "The source changed since it was catalogued: picture %s (%s/%s): %s. Run the pipeline again to catalog it anew"
            .formatted(entry.id(), source.location(), entry.object(), why),
        cause);
  }
}
