package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.s3.S3Store;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens what a location names: {@code s3://bucket/prefix}, with {@code ?endpoint=URL&region=NAME&
 * style=path|virtual&credentials=none|SECRET} where the environment does not say it, {@code
 * file:///path} or a directory.
 */
public final class Stores {
  private Stores() {}

  /**
   * One object, behind the location of a single file.
   *
   * @param store what holds it; to be closed by whoever asked
   */
  public record Located(ArtifactStore store, String key) {}

  /**
   * Opens a store for reading and writing; its directory need not exist.
   *
   * @throws TaskException BAD_CONFIGURATION when the location is not understood
   */
  public static ArtifactStore open(String location, StoreSettings settings) throws IOException {
    if (location.startsWith("s3:")) {
      return S3Store.open(location, settings.environment(), settings.home(), settings.transfers());
    }
    return new DirectoryStore(path(location));
  }

  /**
   * Opens a collection of pictures for reading.
   *
   * @throws StoreException NOT_FOUND when the directory does not exist
   */
  public static ArtifactStore openSource(String location, StoreSettings settings)
      throws IOException {
    if (!location.startsWith("s3:")) {
      var path = path(location);
      if (!Files.isDirectory(path)) {
        throw new StoreException(
            Reason.NOT_FOUND,
            path + (Files.exists(path) ? " is not a directory" : " does not exist"),
            null);
      }
    }
    return open(location, settings);
  }

  /** Opens what holds a single file, for reading. */
  public static Located openFile(String location, StoreSettings settings) throws IOException {
    if (location.startsWith("s3:")) {
      int query = location.indexOf('?');
      var object = query < 0 ? location : location.substring(0, query);
      int slash = object.lastIndexOf('/');
      if (slash < "s3://".length() || slash == object.length() - 1) {
        throw bad(location, "it names no object: write s3://bucket/path/of/the/file");
      }
      var parent = object.substring(0, slash) + (query < 0 ? "" : location.substring(query));
      return new Located(open(parent, settings), object.substring(slash + 1));
    }
    var path = path(location).toAbsolutePath().normalize();
    if (path.getParent() == null) {
      throw bad(location, "it is not a file");
    }
    return new Located(new DirectoryStore(path.getParent()), path.getFileName().toString());
  }

  private static Path path(String location) {
    try {
      if (location.startsWith("file:")) {
        return Path.of(URI.create(location));
      }
      if (location.matches("[a-zA-Z][a-zA-Z0-9+.-]*://.*")) {
        throw bad(location, "use s3://bucket/prefix, file:///path or a directory");
      }
      if (location.isEmpty()) {
        throw bad(location, "it is empty");
      }
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw bad(location, e.getReason() + " (a name with accents needs LC_ALL=C.UTF-8)");
    } catch (IllegalArgumentException e) {
      throw bad(location, e.getMessage());
    }
  }

  private static TaskException bad(String location, String why) {
    return new TaskException(
        ExitCode.BAD_CONFIGURATION, "The location \"" + location + "\" cannot be used: " + why);
  }
}
