package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Atomic writes below a directory: a file is written and synced in a spool folder of the same file
 * system, then renamed or linked to its name. A killed process leaves at most a file in the spool,
 * which a later process removes when it is a day old.
 */
final class DirectoryWriter {
  /** Name of the folder for unfinished files. */
  static final String SPOOL = ".facsimile-spool";

  private static final Duration STALE = Duration.ofDays(1);
  private static final int ATTEMPTS = 5;
  private static final ReentrantLock PROCESS_LOCK = new ReentrantLock();

  private final Path root;
  private final AtomicBoolean swept = new AtomicBoolean();

  /** Writes the content of an object to an open file. */
  private interface Content {
    void writeTo(FileChannel file) throws IOException;
  }

  /** Gives a spooled file its name. */
  private interface Publication {
    boolean publish(Path spooled) throws IOException;
  }

  /** Something that may have to be looked up. */
  interface Condition {
    boolean holds() throws IOException;
  }

  DirectoryWriter(Path root) {
    this.root = root;
  }

  Path spool() {
    return root.resolve(SPOOL);
  }

  void put(Path target, FileChannel content) throws IOException {
    write(
        target,
        file -> {
          long size = content.size();
          for (long done = 0; done < size; ) {
            done += content.transferTo(done, size - done, file);
          }
        },
        spooled -> move(spooled, target));
  }

  void put(Path target, byte[] content) throws IOException {
    write(target, bytes(content), spooled -> move(spooled, target));
  }

  boolean putIfAbsent(Path target, byte[] content) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return write(target, bytes(content), spooled -> link(spooled, target));
  }

  boolean replace(Path target, byte[] content, Condition unchanged) throws IOException {
    return write(
        target,
        bytes(content),
        spooled -> locked(() -> unchanged.holds() && move(spooled, target)));
  }

  static StoreException notWritable(Path path, IOException e) {
    var advice = "";
    if (says(e, "No space left") || says(e, "quota exceeded")) {
      advice = "; free some space and run the same command again";
    } else if (says(e, "Read-only file system") || e instanceof AccessDeniedException) {
      advice = "; make it writable or choose another store";
    } else if (e instanceof FileAlreadyExistsException || says(e, "s a directory")) {
      advice = "; a file stands where a folder is needed, or the other way round";
    }
    var reason =
        e instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof FileAlreadyExistsException ? "file exists" : e.getMessage();
    return new StoreException(
        Reason.NOT_WRITABLE, path + " cannot be written: " + reason + advice, e);
  }

  static boolean says(IOException e, String text) {
    return e.getMessage() != null && e.getMessage().contains(text);
  }

  private boolean write(Path target, Content content, Publication publication) throws IOException {
    try {
      requireInside(target);
      Files.createDirectories(spool());
      var spooled = spool().resolve(UUID.randomUUID().toString());
      try {
        try (var file =
            FileChannel.open(spooled, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          sweepOnce(spooled);
          content.writeTo(file);
          file.force(true);
        }
        return publish(spooled, target, publication);
      } finally {
        Files.deleteIfExists(spooled);
      }
    } catch (StoreException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw notWritable(target, e);
    }
  }

  private static boolean publish(Path spooled, Path target, Publication publication)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(target.getParent());
        boolean published = publication.publish(spooled);
        if (published) {
          sync(target.getParent());
        }
        return published;
      } catch (NoSuchFileException e) {
        // A delete in another process took the empty folder away.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean move(Path spooled, Path target) throws IOException {
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      makeNewer(spooled, target);
    }
    Files.move(
        spooled, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /** Clocks of file systems tick slowly; a version of the same size must differ in time. */
  private static void makeNewer(Path spooled, Path target) throws IOException {
    long old = Files.getLastModifiedTime(target).to(TimeUnit.MICROSECONDS);
    if (Files.getLastModifiedTime(spooled).to(TimeUnit.MICROSECONDS) <= old) {
      Files.setLastModifiedTime(spooled, FileTime.from(old + 1, TimeUnit.MICROSECONDS));
    }
  }

  private boolean link(Path spooled, Path target) throws IOException {
    try {
      Files.createLink(target, spooled);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // The file system has no hard links: writers take turns instead.
      return locked(
          () -> !Files.exists(target, LinkOption.NOFOLLOW_LINKS) && move(spooled, target));
    }
  }

  private boolean locked(Condition action) throws IOException {
    PROCESS_LOCK.lock();
    try (var file =
            FileChannel.open(
                spool().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.lock()) {
      return lock.isValid() && action.holds();
    } finally {
      PROCESS_LOCK.unlock();
    }
  }

  private void requireInside(Path target) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    var existing = target.getParent();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!existing.toRealPath().startsWith(root.toRealPath())) {
      throw DirectoryStore.leadsOut(target);
    }
  }

  private void sweepOnce(Path fresh) throws IOException {
    if (!swept.compareAndSet(false, true)) {
      return;
    }
    long limit = Files.getLastModifiedTime(fresh).toMillis() - STALE.toMillis();
    try (var files = Files.newDirectoryStream(spool(), "*-*-*-*-*")) {
      for (var file : files) {
        if (isOlder(file, limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, long limitMillis) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toMillis() < limitMillis;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Content bytes(byte[] content) {
    return file -> {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    };
  }
}
