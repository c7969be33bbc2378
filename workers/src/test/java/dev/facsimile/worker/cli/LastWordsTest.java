package dev.facsimile.worker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import dev.facsimile.pipeline.artifact.s3.Fault;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.task.Termination;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Workers that end before their work is done, in processes of their own. */
@ResourceLock("engine")
class LastWordsTest {
  private static final Keys KEYS = new Keys("default");

  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;
  private DirectoryStore store;

  @BeforeEach
  void drawPictures() {
    tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
    store = new DirectoryStore(folder.resolve("store"));
  }

  @Test
  void aDamagedInputIsNamedWithTheEndOfTheLog() throws Exception {
    // given
    var task = divided(tiny.task(store, "thumbnails"));
    var catalog = input(task, InputKind.CATALOG);
    flip(catalog);

    // when
    var worker = work(task, Map.of(), "--log", "default/logs/job");

    // then
    assertThat(worker.process().waitFor()).as(worker.printed()).isEqualTo(74);
    var words = lastWords(worker);
    assertThat(words.code()).isEqualTo(74);
    assertThat(words.damaged()).containsExactly(catalog);
    assertThat(words.message()).contains(catalog).doesNotContain("\n");
    assertThat(words.peakMemoryBytes()).isPositive();
    assertThat(words.log()).isEqualTo("default/logs/job/0.txt");
    try (var log = store.open(words.log())) {
      assertThat(new String(log.readAllBytes(), UTF_8)).contains("error: ").contains(catalog);
    }
    assertThat(Files.readString(folder.resolve("termination"))).isEqualTo(words.line() + "\n");
  }

  @Test
  void aStoreThatLiedOnceIsTriedAgain() throws Exception {
    try (var server = EmbeddedS3.start("bucket")) {
      // given a catalog that comes with a wrong byte twice, and well from then on
      var location = "s3://bucket/somewhere";
      var environment = server.environment();
      try (var remote = Stores.open(location, StoreSettings.of(environment, folder))) {
        var task = divided(tiny.task(remote, "thumbnails"));
        put(remote, task);
        server.inject("/catalog-", Fault.FLIPPED_BYTE, 0, 2);

        // when
        var worker = start(location, task, environment);

        // then
        assertThat(worker.process().waitFor()).as(worker.printed()).isEqualTo(75);
        assertThat(lastWords(worker).damaged()).isEmpty();
        assertThat(lastWords(worker).message()).contains("a second look found every input whole");
        assertThat(start(location, task, environment).process().waitFor()).isZero();
      }
    }
  }

  @Test
  void aWorkerInWhichNothingMovesSaysWhereAndEnds() throws Exception {
    try (var server = EmbeddedS3.start("photos")) {
      // given a source that takes requests and does not answer
      server.inject(Fault.STALL, Integer.MAX_VALUE);
      var task = divided(tiny.task(store, "thumbnails"));
      var silent = Map.of("images", List.of(relocated(task, "s3://photos/here")));
      var stalling =
          new WorkerTask(
              task.format(),
              task.namespace(),
              task.stage(),
              task.stageVersion(),
              task.parameters(),
              null,
              new TreeMap<>(silent),
              task.shares());

      // when
      var worker = work(stalling, server.environment(), "--stall-timeout", "5");

      // then
      assertThat(worker.process().waitFor()).as(worker.printed()).isEqualTo(75);
      assertThat(worker.printed()).contains("Thread[main").contains("CatalogImages.read(");
      assertThat(lastWords(worker).code()).isEqualTo(75);
      assertThat(lastWords(worker).message()).contains("nothing has moved for 5 s");
    }
  }

  @Test
  void toldToStopATrainingKeepsWhatItHasLearntAndNeverEndsWell() throws Exception {
    // given a training that is under way
    tiny.set(TinyPipeline.EVERY_STAGE.replace("epochs: 2", "epochs: 10000"));
    tiny.draw(12, 40);
    var task = tiny.task(store, "model");
    var worker = work(task, Map.of());
    var checkpoints = KEYS.work(task.shares().get(0).fingerprint()) + "/checkpoint-";
    while (manifests(checkpoints).isEmpty()) {
      assertThat(worker.process().isAlive()).as(worker.printed()).isTrue();
      Thread.onSpinWait();
    }

    // when
    worker.signal("TERM");

    // then
    assertThat(worker.process().waitFor()).as(worker.printed()).isEqualTo(143);
    assertThat(lastWords(worker).code()).isEqualTo(143);
    assertThat(lastWords(worker).message()).startsWith("stopped by SIGTERM");
    assertThat(Files.readString(folder.resolve("termination"))).contains("\"code\":143");
    assertThat(manifests(checkpoints)).isNotEmpty();
    assertThat(store.head(task.shares().get(0).key() + "/manifest.json")).isEmpty();
  }

  @Test
  void aSourceThatHasGoneIsNoDamageOfTheStore() throws Exception {
    // given
    var task = divided(tiny.task(store, "thumbnails"));
    Files.move(tiny.photos(), folder.resolve("elsewhere"));

    // when
    var worker = work(task, Map.of());

    // then
    assertThat(worker.process().waitFor()).as(worker.printed()).isEqualTo(66);
    assertThat(lastWords(worker).message()).contains(tiny.photos().toString());
    assertThat(lastWords(worker).damaged()).isEmpty();
  }

  @Test
  void doneWorkLeavesNothingBehind() throws Exception {
    // given
    var task = divided(tiny.task(store, "thumbnails"));

    // when
    var worker = work(task, Map.of(), "--stall-timeout", "600", "--log", "default/logs/job");

    // then
    assertThat(worker.process().waitFor()).as(worker.printed()).isZero();
    var share = task.shares().get(0);
    assertThat(store.head(share.key() + "/manifest.json")).isPresent();
    assertThat(store.list(KEYS.work(share.fingerprint()))).isEmpty();
    assertThat(store.list("default/logs")).isEmpty();
    assertThat(Files.exists(folder.resolve("termination"))).isFalse();
    assertThat(worker.printed()).startsWith(share.key()).doesNotContain("{\"code\"");
  }

  /** The same task with all twelve pictures in one share. */
  private static WorkerTask divided(WorkerTask whole) {
    var share = whole.shares().get(0);
    var all =
        new WorkerTask.Share(
            share.fingerprint(), KEYS.share(whole.stage(), share.fingerprint()), 0, 12);
    return new WorkerTask(
        whole.format(),
        whole.namespace(),
        whole.stage(),
        whole.stageVersion(),
        whole.parameters(),
        whole.recipe(),
        whole.inputs(),
        List.of(all));
  }

  private static WorkerTask.Input relocated(WorkerTask task, String location) {
    var input = task.inputs().get("images").get(0);
    return new WorkerTask.Input(input.kind(), input.key(), input.digest(), location);
  }

  private static String input(WorkerTask task, InputKind kind) {
    return task.inputs().values().stream()
        .flatMap(List::stream)
        .filter(input -> input.kind() == kind)
        .findFirst()
        .orElseThrow()
        .key();
  }

  private ChildProcess work(WorkerTask task, Map<String, String> environment, String... more)
      throws Exception {
    put(store, task);
    return start(folder.resolve("store").toString(), task, environment, more);
  }

  private static void put(ArtifactStore store, WorkerTask task) throws Exception {
    store.put(KEYS.task(Digests.sha256(task.toJson())), task.toJson());
  }

  private ChildProcess start(
      String location, WorkerTask task, Map<String, String> environment, String... more)
      throws Exception {
    var sha256 = Digests.sha256(task.toJson());
    var arguments =
        new ArrayList<>(
            List.of(
                "work",
                "--store",
                location,
                "--task",
                KEYS.task(sha256),
                "--sha256",
                sha256,
                "--termination-log",
                folder.resolve("termination").toString()));
    arguments.addAll(List.of(more));
    return ChildProcess.start(folder, environment, arguments.toArray(String[]::new));
  }

  private List<String> manifests(String prefix) throws Exception {
    return store.list(prefix).stream()
        .map(ArtifactStore.Info::key)
        .filter(key -> key.endsWith("/manifest.json"))
        .toList();
  }

  /** What the last line says. */
  private static Termination lastWords(ChildProcess worker) throws Exception {
    var lines = worker.printed().strip().split("\n");
    return Termination.parse(lines[lines.length - 1]).orElseThrow();
  }

  private void flip(String artifact) throws Exception {
    try (var files = Files.newDirectoryStream(folder.resolve("store").resolve(artifact), "*.csv")) {
      for (var file : files) {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }
}
