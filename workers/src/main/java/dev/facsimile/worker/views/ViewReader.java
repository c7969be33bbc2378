package dev.facsimile.worker.views;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the encoded views of an image: one range of a share's tar file. Safe for several threads.
 */
public final class ViewReader {
  /** Name of a share's tar file. */
  public static final String FILE_NAME = "views.tar";

  private final List<StoredArtifact> shares;

  /** A reader of a dataset artifact. */
  public ViewReader(StoredArtifact dataset) throws IOException {
    this.shares = dataset.shares();
  }

  /**
   * The JPEG files of all views of an image, by view number, verified; read once more when they are
   * not what the index promises.
   *
   * @throws TaskException (74) when the range does not hold exactly these views
   */
  public byte[][] read(ViewGroup group) throws IOException {
    var views = readOnce(group);
    if (!isWhole(views, group)) {
      views = readOnce(group);
      if (!isWhole(views, group)) {
        throw corrupt(group, "its bytes are not those that the index promises", null);
      }
    }
    return views;
  }

  private static boolean isWhole(byte[][] views, ViewGroup group) {
    var digest = Digests.newSha256();
    for (var view : views) {
      digest.update(view);
    }
    return Digests.hex(digest.digest()).equals(group.sha256());
  }

  private byte[][] readOnce(ViewGroup group) throws IOException {
    var range = shares.get(group.share()).read(FILE_NAME, group.offset(), group.length());
    var views = new byte[group.views()][];
    try (var tar =
        new TarArchiveInputStream(new ByteArrayInputStream(range), StandardCharsets.UTF_8.name())) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        int view = entry.isCheckSumOK() ? viewNumber(group, entry.getName()) : -1;
        if (view < 0 || views[view] != null) {
          throw corrupt(group, "unexpected entry " + entry.getName(), null);
        }
        views[view] = tar.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(group, "not a tar range: " + e.getMessage(), e);
    }
    for (int view = 0; view < views.length; view++) {
      if (views[view] == null) {
        throw corrupt(group, "view " + view + " is missing", null);
      }
    }
    return views;
  }

  /** A broken view, or a range that does not hold what its index says. */
  static TaskException corrupt(ViewGroup group, String what, Throwable cause) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "dataset: share %d, %s at byte %d (%s): %s; run the stage that made it again (--force)"
            .formatted(group.share(), FILE_NAME, group.offset(), group.id(), what),
        cause);
  }

  private static int viewNumber(ViewGroup group, String name) {
    for (int view = 0; view < group.views(); view++) {
      if (name.equals(group.id() + "_" + view + ".jpg")) {
        return view;
      }
    }
    return -1;
  }
}
