package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Real processes and real signals. */
@Tag("slow")
@ResourceLock("engine")
class KilledProcessTest {
  private static final int KILLS = 10;

  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;

  @BeforeEach
  void drawPictures() {
    tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
  }

  @Test
  void killedAtRandomMomentsAndStartedAgainItEndsAsIfNothingHadHappened() throws Exception {
    tiny.replace("iterationsPerEpoch: 2", "iterationsPerEpoch: 15");
    long start = System.nanoTime();
    var undisturbed = run("undisturbed");
    assertThat(undisturbed.process().waitFor()).as(undisturbed.printed()).isZero();
    long duration = System.nanoTime() - start;
    var random = Philox.of(9, "moments");

    var expected = TinyPipeline.artifacts(store("undisturbed"));
    double scale = 1;
    int round = 0;

    for (int killed = 0; killed < KILLS; ) {
      var child = run("disturbed" + round);
      double moment = scale * (0.2 + 0.5 * random.nextDouble());
      if (!child.process().waitFor((long) (moment * duration), TimeUnit.NANOSECONDS)) {
        child.process().destroyForcibly().waitFor();
        killed++;
      } else {
        // It was faster than the first: check it, and begin anew with earlier moments.
        assertThat(child.process().exitValue()).as(child.printed()).isZero();
        assertThat(TinyPipeline.artifacts(store("disturbed" + round))).isEqualTo(expected);
        round++;
        scale *= 0.7;
      }
    }
    var last = run("disturbed" + round);

    assertThat(last.process().waitFor()).as(last.printed()).isZero();
    assertThat(TinyPipeline.artifacts(store("disturbed" + round))).isEqualTo(expected);
  }

  @Test
  void anInterruptedRunSaysHowToGoOn() throws Exception {
    tiny.replace("epochs: 2", "epochs: 10000");
    var child = run("interrupted");
    awaitOutput(child, "runs: ");

    child.signal("INT");

    assertThat(child.process().waitFor()).isEqualTo(130);
    assertThat(child.printed())
        .contains("Stopped. What is finished is kept; to go on, type:")
        .contains("facsimile run " + tiny.file() + " --store " + folder.resolve("interrupted"));
  }

  @Test
  void aTerminatedRunEndsWith143() throws Exception {
    tiny.replace("epochs: 2", "epochs: 10000");
    var child = run("terminated");
    awaitOutput(child, "runs: ");

    child.signal("TERM");

    assertThat(child.process().waitFor()).isEqualTo(143);
  }

  private ChildProcess run(String store) throws Exception {
    return ChildProcess.start(
        folder, "run", tiny.file().toString(), "--store", folder.resolve(store).toString());
  }

  /** Waits until the process has printed something; it must not end before. */
  private static void awaitOutput(ChildProcess child, String text) throws Exception {
    while (!child.printed().contains(text)) {
      assertThat(child.process().waitFor(20, TimeUnit.MILLISECONDS)).as(child.printed()).isFalse();
    }
  }

  private DirectoryStore store(String name) {
    return new DirectoryStore(folder.resolve(name));
  }
}
