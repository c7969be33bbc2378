package dev.facsimile.pipeline.artifact.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3UploadTest {
  private static final int PART = 10_000;

  @TempDir Path folder;
  private final List<ArtifactStore> opened = new ArrayList<>();
  private EmbeddedS3 server;

  @BeforeEach
  void startServer() {
    server = EmbeddedS3.start("bucket");
  }

  @AfterEach
  void stopServer() {
    opened.forEach(ArtifactStore::close);
    server.close();
  }

  @Test
  void partsGoUpTogether() throws IOException {
    var file = file(5 * PART + 1, 1);

    store(3).put("k", file);

    assertHolds(file);
    assertThat(partsSent()).hasSize(6);
    assertThat(server.objects().unfinishedUploads()).isZero();
  }

  @Test
  void aKilledUploadIsGoneOnWith() throws IOException {
    var file = file(6 * PART, 1);
    kill(file);
    server.forgetRequests();

    store(3).put("k", file);

    assertHolds(file);
    assertThat(partsSent()).allMatch(r -> r.matches(".*partNumber=[456](&.*)?")).hasSize(3);
    assertThat(server.objects().unfinishedUploads()).isZero();
  }

  @Test
  void partsOfOtherBytesAreNotTaken() throws IOException {
    kill(file(6 * PART, 1));
    var other = file(6 * PART, 2);
    server.forgetRequests();

    store(3).put("k", other);

    assertHolds(other);
    assertThat(partsSent()).hasSize(6);
  }

  @Test
  void partsWithoutAChecksumAreNotTrusted() throws IOException {
    var file = file(6 * PART, 1);
    kill(file);
    server.objects().forgetChecksums();
    server.forgetRequests();

    store(1).put("k", file);

    assertHolds(file);
    assertThat(partsSent()).hasSize(6);
  }

  @Test
  void anUploadThatAnotherProcessEndedIsMadeAnew() throws IOException {
    var file = file(3 * PART, 1);
    server.inject("POST /bucket/k?uploadId", Fault.LOST_ANSWER, 0, 1);

    store(2).put("k", file);

    assertHolds(file);
  }

  @Test
  void twoProcessesMayUploadTheSameFile() throws IOException {
    var file = file(8 * PART, 1);

    Parallel.map(
        List.of(1, 2, 3),
        3,
        i -> {
          store(2).put("k", file);
          return i;
        });

    assertHolds(file);
  }

  /** Ends an upload, part by part, at the fourth. */
  private void kill(Path file) throws IOException {
    server.inject("partNumber=4", Fault.RESET, 0, Integer.MAX_VALUE);
    var store = store(1);
    assertThatThrownBy(() -> store.put("k", file)).isInstanceOf(StoreException.class);
    server.heal();
    assertThat(server.objects().unfinishedUploads()).isEqualTo(1);
  }

  private List<String> partsSent() {
    return server.requests().stream().filter(r -> r.contains("partNumber")).toList();
  }

  private void assertHolds(Path file) throws IOException {
    try (var stream = store(1).open("k")) {
      assertThat(stream.readAllBytes()).isEqualTo(Files.readAllBytes(file));
    }
  }

  private Path file(int size, int seed) throws IOException {
    var content = new byte[size];
    new Random(seed).nextBytes(content);
    return Files.write(folder.resolve("file-" + seed), content);
  }

  private synchronized S3Store store(int threads) throws IOException {
    var transfers =
        new Transfers(Duration.ofSeconds(2), Duration.ofSeconds(20), PART, threads, d -> {});
    var store = S3Store.open("s3://bucket", server.environment(), folder, transfers);
    opened.add(store);
    return store;
  }
}
