package dev.facsimile.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.task.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReporterTest {
  private static final String KEY = "ns/work/f/progress.json";

  @TempDir private Path folder;

  private DirectoryStore store;
  private ProgressReporter reporter;

  @BeforeEach
  void open() {
    store = new DirectoryStore(folder.resolve("store"));
    var clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    reporter = new ProgressReporter(store, KEY, clock, () -> 77);
  }

  @Test
  void theNewestStateIsWrittenAndNothingWhileNothingChanges() throws IOException {
    // given no news
    reporter.report();
    assertThat(store.head(KEY)).isEmpty();

    // when
    reporter.at(1, 10, "steps");
    reporter.at(2, 10, "steps");
    reporter.figure("loss", 0.5);
    reporter.report();

    // then
    var progress = Progress.fromJson(store.read(KEY, 0, (int) store.head(KEY).get().size()));
    assertThat(progress)
        .hasValueSatisfying(
            report -> {
              assertThat(report.done()).isEqualTo(2);
              assertThat(report.total()).isEqualTo(10);
              assertThat(report.at()).isEqualTo("2026-01-02T03:04:05Z");
              assertThat(report.peakMemoryBytes()).isEqualTo(77);
              assertThat(report.figures()).containsEntry("loss", 0.5);
            });
    // and it is not written again
    store.delete(KEY);
    reporter.report();
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void aStoreThatTakesNoReportsDoesNotDisturbTheWork() throws IOException {
    Files.writeString(folder.resolve("store"), "a file where a directory should be");

    reporter.at(1, 10, "steps");
    reporter.report();
    reporter.at(2, 10, "steps");
    reporter.report();

    assertThat(Files.readString(folder.resolve("store"))).startsWith("a file");
  }

  @Test
  void afterTheCommitNoReportIsUnderWayNorBegun() throws Exception {
    // given a reporter that reports by itself, with news at every look at the clock
    var looks = new AtomicInteger();
    var reported = new CountDownLatch(3);
    reporter =
        new ProgressReporter(
                store,
                KEY,
                Clock.systemUTC(),
                () -> {
                  reporter.at(looks.incrementAndGet(), 0, "steps");
                  reported.countDown();
                  return 0;
                })
            .every(Duration.ofMillis(1));
    reporter.at(0, 0, "steps");
    reported.await();

    // when
    reporter.committed();
    store.delete(KEY);
    int last = looks.get();

    // then
    reporter.close();
    assertThat(looks.get()).isEqualTo(last);
    assertThat(store.head(KEY)).isEmpty();
  }
}
