package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import dev.facsimile.pipeline.artifact.s3.Fault;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.worker.failure.Failures;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores that refuse, fail, lie or are shared. */
class StoreTroubleTest {
  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;

  @BeforeEach
  void drawPictures() {
    tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
  }

  @ParameterizedTest
  @CsvSource({"FORBIDDEN, 78", "UNAVAILABLE, 69", "RESET, 69", "BAD_GATEWAY, 69"})
  void aServerThatNeverDoesItsWork(Fault fault, int code) throws Exception {
    try (var server = EmbeddedS3.start("bucket");
        var store = open(server, "s3://bucket/somewhere")) {
      server.inject(fault, Integer.MAX_VALUE);

      var failure = catchThrowable(() -> tiny.run(store));

      assertThat(Failures.exitCode(failure).code()).isEqualTo(code);
      assertThat(printed(failure)).startsWith("error: ").contains("bucket").doesNotContain("\tat ");
      server.heal();
      tiny.run(store);
      assertThat(TinyPipeline.artifacts(store)).isEqualTo(onDirectory());
    }
  }

  @Test
  void aBucketThatIsNotThere() throws Exception {
    try (var server = EmbeddedS3.start("bucket");
        var store = open(server, "s3://other/somewhere")) {

      var failure = catchThrowable(() -> tiny.run(store));

      assertThat(printed(failure)).startsWith("error: ").contains("other").doesNotContain("\tat ");
      assertThat(Failures.exitCode(failure).code()).isIn(74, 78);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "RESET", "LOST_ANSWER", "SHORT_BODY", "FLIPPED_BYTE"})
  void aServerThatFailsNowAndThenGivesTheSameArtifacts(Fault fault) throws Exception {
    var expected = onDirectory();
    try (var server = EmbeddedS3.start("bucket");
        var store = open(server, "s3://bucket/somewhere")) {
      tiny.run(store);
      server.forgetRequests();
      server.inject("/catalog-", fault, 0, 1);
      server.inject("/descriptors-", fault, 0, 1);

      var again = tiny.run(store, server.environment(), List.of(), Set.of("thumbnails"));

      assertThat(server.requests())
          .anyMatch(request -> request.contains("/catalog-"))
          .anyMatch(request -> request.contains("/descriptors-"));
      assertThat(again.ran()).containsExactly("thumbnails");
      assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
    }
  }

  @Test
  void twoRunsAtOnceOnOneStoreEndAlike() throws Exception {
    var expected = onDirectory();
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Object> run = () -> tiny.run(new DirectoryStore(folder.resolve("shared")));

      for (var ended : threads.invokeAll(List.of(run, run))) {
        ended.get();
      }

      assertThat(TinyPipeline.artifacts(new DirectoryStore(folder.resolve("shared"))))
          .isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aReadOnlyStore() throws Exception {
    var disk = Files.createDirectory(folder.resolve("read-only"));
    assumeThat(execute("mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", disk.toString()))
        .as("skipped: a tmpfs cannot be mounted here")
        .isTrue();
    try {
      var result = run(disk);

      assertThat(result.exitCode()).isEqualTo(73);
      assertThat(result.err()).contains(disk.toString()).contains("Read-only file system");
    } finally {
      execute("umount", disk.toString());
    }
  }

  @Test
  void aFullDisk() throws Exception {
    var disk = Files.createDirectory(folder.resolve("full"));
    assumeThat(execute("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()))
        .as("skipped: a tmpfs cannot be mounted here")
        .isTrue();
    try {
      var full = run(disk);
      execute("mount", "-o", "remount,size=8m", disk.toString());
      var again = run(disk);

      assertThat(full.exitCode()).isEqualTo(73);
      assertThat(full.err()).contains("No space left on device").contains("run the same command");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(TinyPipeline.artifacts(new DirectoryStore(disk))).isEqualTo(onDirectory());
    } finally {
      execute("umount", disk.toString());
    }
  }

  private Map<String, String> onDirectory() throws Exception {
    var store = new DirectoryStore(folder.resolve("expected"));
    tiny.run(store);
    return TinyPipeline.artifacts(store);
  }

  private Terminal run(Path store) {
    return Terminal.type("run", tiny.file().toString(), "--store", store.toString());
  }

  private ArtifactStore open(EmbeddedS3 server, String location) throws IOException {
    return Stores.open(
        location,
        StoreSettings.of(server.environment(), folder).withRetryBudget(Duration.ofSeconds(2)));
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    Failures.print(failure, new PrintWriter(text));
    return text.toString();
  }

  private static boolean execute(String... command) throws InterruptedException {
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
