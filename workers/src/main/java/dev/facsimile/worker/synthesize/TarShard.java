package dev.facsimile.worker.synthesize;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar file (ustar; PAX for long names) whose bytes tell nothing but names and contents. */
final class TarShard implements AutoCloseable {
  private static final int RECORD = 512;
  private static final int READABLE_BY_ALL = 0100644;

  private final TarArchiveOutputStream tar;

  /** Starts a new file. */
  TarShard(Path file) throws IOException {
    var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    this.tar = new TarArchiveOutputStream(out, RECORD, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** Where the next entry's header will start. */
  long position() {
    return tar.getBytesWritten();
  }

  /**
   * Appends a file.
   *
   * @return where its content starts
   */
  long add(String name, byte[] content) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    entry.setMode(READABLE_BY_ALL);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    long start = position();
    tar.write(content);
    tar.closeArchiveEntry();
    return start;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
