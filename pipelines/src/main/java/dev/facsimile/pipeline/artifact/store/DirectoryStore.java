package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A store in a local directory: a key is the path of a file below it. Safe for several threads and
 * processes. Symbolic links that lead out of the directory are refused.
 */
public final class DirectoryStore implements ArtifactStore {
  private final Path root;
  private final DirectoryWriter writer;

  /** A store in a directory, which is made by the first write. */
  public DirectoryStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.writer = new DirectoryWriter(this.root);
  }

  @Override
  public Optional<Info> head(String key) throws IOException {
    try {
      var attributes = Files.readAttributes(existing(key), BasicFileAttributes.class);
      return Optional.of(info(key, attributes));
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public List<Info> list(String prefix) throws IOException {
    int slash = prefix.lastIndexOf('/');
    var start = slash < 0 ? root : resolve(prefix.substring(0, slash));
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try {
      var real = root.toRealPath();
      if (!start.toRealPath().startsWith(real)) {
        throw leadsOut(start);
      }
      var listing = new DirectoryListing(root, real, prefix);
      Files.walkFileTree(start, listing);
      return listing.sorted();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(prefix, e);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    var path = existing(key);
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    var path = existing(key);
    var buffer = ByteBuffer.allocate(length);
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new EOFException();
        }
      }
      return buffer.array();
    } catch (EOFException e) {
      throw new StoreException(
          Reason.CORRUPT,
          path + " is too short to hold " + length + " bytes from byte " + offset,
          e);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public void put(String key, Path file) throws IOException {
    try (var content = FileChannel.open(file, StandardOpenOption.READ)) {
      writer.put(resolve(key), content);
    }
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    writer.put(resolve(key), content);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) throws IOException {
    return writer.putIfAbsent(resolve(key), content);
  }

  @Override
  public boolean replace(String key, String version, byte[] content) throws IOException {
    var path = resolve(key);
    return writer.replace(
        path, content, () -> head(key).map(Info::version).filter(version::equals).isPresent());
  }

  @Override
  public void delete(String key) throws IOException {
    var path = resolve(key);
    try {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(path);
      }
      for (var folder = path.getParent(); !folder.equals(root); folder = folder.getParent()) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException | NotDirectoryException e) {
      // The folder still holds other objects, or a file stands where a folder would be.
      return;
    } catch (IOException e) {
      throw DirectoryWriter.notWritable(path, e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  static Info info(String key, BasicFileAttributes attributes) {
    long time = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    var modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    return new Info(key, attributes.size(), attributes.size() + "-" + time, modified);
  }

  static StoreException leadsOut(Path path) {
    return new StoreException(
        Reason.FORBIDDEN,
        path + " is or lies behind a symbolic link that leads out of the store",
        null);
  }

  private Path existing(String key) throws IOException {
    var path = resolve(key);
    try {
      var real = path.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw leadsOut(path);
      }
      if (!Files.isRegularFile(real)) {
        throw new StoreException(Reason.NOT_FOUND, path + " is not a file", null);
      }
      return real;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private Path resolve(String key) throws StoreException {
    try {
      var path = root.resolve(Keys.require(key));
      if (path.startsWith(writer.spool())) {
        throw new IllegalArgumentException(path + " is where the store keeps unfinished files");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new StoreException(
          Reason.NOT_FOUND,
          "This process cannot name the file \""
              + key
              + "\": its locale does not use UTF-8; set LC_ALL=C.UTF-8 and start again",
          e);
    }
  }

  private StoreException unreadable(String key, IOException e) {
    var path = root + "/" + key;
    if (e instanceof NoSuchFileException
        || e instanceof NotDirectoryException
        || DirectoryWriter.says(e, "Not a directory")
        || DirectoryWriter.says(e, "File name too long")) {
      return new StoreException(Reason.NOT_FOUND, path + " does not exist", e);
    }
    if (e instanceof AccessDeniedException) {
      return new StoreException(
          Reason.FORBIDDEN, path + " may not be read by this user: change its permissions", e);
    }
    return new StoreException(Reason.UNAVAILABLE, path + " cannot be read: " + e.getMessage(), e);
  }
}
