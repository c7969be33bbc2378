package dev.facsimile.worker.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Ephemeral disk space of one process. It goes when the process ends; what a killed process left is
 * removed by the next one that opens a spool under the same folder.
 */
public final class Spool implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String PREFIX = "facsimile-";

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private Spool(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens an empty spool below a folder, and removes those below it that no process holds. */
  public static Spool open(Path parent) throws IOException {
    Files.createDirectories(parent);
    sweep(parent);
    var directory = Files.createTempDirectory(parent, PREFIX);
    var channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new Spool(directory, channel, channel.lock());
  }

  /** A new empty directory of this spool. */
  public Path newDirectory(String prefix) throws IOException {
    return Files.createTempDirectory(directory, prefix);
  }

  /** A directory of this spool that is always the same one. */
  public Path directory(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
      delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a directory and all below it; what vanishes meanwhile is fine. */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void sweep(Path parent) throws IOException {
    try (var siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var sibling : siblings) {
        if (Files.isRegularFile(sibling.resolve(LOCK)) && isAbandoned(sibling)) {
          delete(sibling);
        }
      }
    }
  }

  private static boolean isAbandoned(Path sibling) {
    try (var channel = FileChannel.open(sibling.resolve(LOCK), StandardOpenOption.WRITE);
        var held = channel.tryLock()) {
      return held != null;
    } catch (IOException | OverlappingFileLockException e) {
      // Another process removes it, or this very process holds it.
      return false;
    }
  }
}
