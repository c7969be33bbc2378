package dev.facsimile.pipeline.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path folder;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    assumeTrue(mounted, "skipped: a small tmpfs cannot be mounted here");
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothingHalf() throws IOException {
    var store = new DirectoryStore(disk);
    store.put("small", new byte[1000]);
    var large = Files.write(folder.resolve("large"), new byte[1 << 20]);

    for (var write :
        List.<Write>of(
            () -> store.put("a/large", new byte[1 << 20]),
            () -> store.put("a/large", large),
            () -> store.putIfAbsent("a/large", new byte[1 << 20]))) {
      assertThatThrownBy(write::run)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(disk.resolve("a/large").toString())
          .hasMessageContaining("No space left on device")
          .extracting("reason")
          .isEqualTo(Reason.NOT_WRITABLE);
    }
    assertThat(store.list("")).hasSize(1);
    assertThat(disk.resolve(DirectoryWriter.SPOOL)).isEmptyDirectory();
    store.put("another", new byte[1000]);
    assertThat(store.read("another", 0, 1000)).hasSize(1000);
  }

  @Test
  void aReadOnlyDiskIsReadAndNotWritten() throws IOException, InterruptedException {
    var store = new DirectoryStore(disk);
    store.put("old", new byte[] {1});
    assumeTrue(
        run("mount", "-o", "remount,ro", disk.toString()), "skipped: no remount read-only here");

    assertThat(store.read("old", 0, 1)).containsExactly(1);
    assertThatThrownBy(() -> store.put("new", new byte[1]))
        .hasMessageContaining(disk.resolve("new").toString())
        .hasMessageContaining("Read-only file system")
        .extracting("reason")
        .isEqualTo(Reason.NOT_WRITABLE);
    assertThatThrownBy(() -> store.delete("old"))
        .extracting("reason")
        .isEqualTo(Reason.NOT_WRITABLE);
  }

  /** Something that needs space. */
  private interface Write {
    void run() throws IOException;
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
