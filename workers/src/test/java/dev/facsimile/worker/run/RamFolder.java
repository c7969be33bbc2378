package dev.facsimile.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders in memory where the system offers it: a directory store syncs every object to
 * the disk, which is what these tests would mostly wait for.
 */
public final class RamFolder implements TempDirFactory {
  private static final Path RAM = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext elementContext, ExtensionContext extensionContext)
      throws IOException {
    return Files.isDirectory(RAM) && Files.isWritable(RAM)
        ? Files.createTempDirectory(RAM, "facsimile-test")
        : Files.createTempDirectory("facsimile-test");
  }
}
