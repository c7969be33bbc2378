package dev.facsimile.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir private Path folder;

  @Test
  void nothingIsLeftWhenItIsClosed() throws Exception {
    try (var spool = Spool.open(folder)) {
      Files.writeString(spool.newDirectory("work").resolve("file"), "content");
      assertThat(folder).isNotEmptyDirectory();
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNext() throws Exception {
    var abandoned = Files.createDirectory(folder.resolve("facsimile-abandoned"));
    Files.createFile(abandoned.resolve("lock"));
    Files.writeString(Files.createDirectory(abandoned.resolve("work")).resolve("file"), "content");
    var foreign = Files.createDirectory(folder.resolve("facsimile-without-a-lock"));

    try (var spool = Spool.open(folder)) {
      assertThat(spool.directory("cache")).doesNotExist();
      assertThat(abandoned).doesNotExist();
    }

    assertThat(foreign).exists();
  }

  @Test
  void whatIsInUseStays() throws Exception {
    try (var first = Spool.open(folder)) {
      var work = first.newDirectory("work");
      try (var second = Spool.open(folder)) {
        assertThat(second.newDirectory("work")).isNotEqualTo(work);
        assertThat(work).exists();
      }
      assertThat(work).exists();
    }
  }
}
