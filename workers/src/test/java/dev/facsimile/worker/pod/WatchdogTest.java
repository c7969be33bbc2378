package dev.facsimile.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.worker.stage.StageOutput;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
  private static final StageOutput.Progress NOBODY =
      new StageOutput.Progress() {
        @Override
        public void at(long done, long total, String unit) {}

        @Override
        public void figure(String name, double value) {}
      };

  private long seconds;
  private int alarms;
  private final Watchdog watchdog =
      new Watchdog(Duration.ofSeconds(30), () -> seconds * 1_000_000_000L, () -> alarms++);

  @TempDir private Path folder;

  @Test
  void raisesOneAlarmAfterThirtySecondsWithoutAStep() {
    alarmsAfter(29, 0);
    alarmsAfter(1, 1);
    alarmsAfter(60, 1);
  }

  @Test
  void everyReportIsAStep() {
    var progress = watchdog.watching(NOBODY);

    alarmsAfter(29, 0);
    progress.at(1, 2, "steps");
    alarmsAfter(29, 0);
    progress.figure("loss", 1);
    alarmsAfter(29, 0);
    progress.committed();
    alarmsAfter(1, 1);
  }

  @Test
  void everyAnswerOfTheStoreIsAStep() throws Exception {
    var store = new WatchedStore(new DirectoryStore(folder), watchdog::step);

    alarmsAfter(29, 0);
    store.put("a/b", new byte[] {1});
    alarmsAfter(29, 0);
    assertThat(store.read("a/b", 0, 1)).containsExactly(1);
    alarmsAfter(29, 0);
    assertThat(store.list("")).hasSize(1);
    alarmsAfter(30, 1);
  }

  private void alarmsAfter(int moreSeconds, int expected) {
    seconds += moreSeconds;
    watchdog.look();
    assertThat(alarms).isEqualTo(expected);
  }
}
