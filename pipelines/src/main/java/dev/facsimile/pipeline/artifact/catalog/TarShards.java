package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Finds the pictures in a tar file of the WebDataset layout, and where their bytes lie. */
final class TarShards {
  private static final int BUFFER_BYTES = 1 << 18;

  private TarShards() {}

  static boolean isShard(String path) {
    return ImagePaths.isVisible(path) && ImagePaths.extension(path).equals("tar");
  }

  /**
   * Reads a whole tar file, to the end of the stream, which stays open.
   *
   * @param where for messages
   * @throws TaskException BAD_INPUT when it is damaged
   */
  static List<Scan.Picture> scan(InputStream stream, String where) throws IOException {
    var pictures = new ArrayList<Scan.Picture>();
    var buffered = new BufferedInputStream(stream, BUFFER_BYTES);
    var tar = new TarArchiveInputStream(buffered, "UTF-8");
    try {
      for (var member = tar.getNextEntry(); member != null; member = tar.getNextEntry()) {
        var name = member.getName();
        while (name.startsWith("./")) {
          name = name.substring(2);
        }
        if (member.isFile()
            && !member.isSparse()
            && ImagePaths.isVisible(name)
            && ImagePaths.isPicture(name)) {
          long offset = tar.getBytesRead();
          pictures.add(new Scan.Picture(name, offset, member.getSize(), Digests.sha256(tar)));
        }
      }
      buffered.transferTo(OutputStream.nullOutputStream());
      return pictures;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          where + " is not a whole tar file (" + e.getMessage() + "): replace or remove it",
          e);
    }
  }
}
