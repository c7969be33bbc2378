package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.plan.StageType;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One stage alone, by its own command or as a worker does it. */
class StageCommandTest {
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
  void aStageRunsAloneAndSharesItsArtifactsWithPipelines() throws Exception {
    var alone = extract();
    var artifacts = TinyPipeline.artifacts(store);
    var again = extract();
    var pipeline = tiny.run(store);

    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(alone.out()).contains("12 images, 0 rejected");
    assertThat(again.out()).contains("cached");
    assertThat(pipeline.ran()).isEmpty();
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(artifacts);
  }

  @Test
  void aStageAloneChecksItsOptions() {
    var missing = Terminal.type("extract", "--thumbnail.sidePx", "4");
    var bad =
        Terminal.type(
            "extract", "--images", tiny.photos().toString(), "--thumbnail.sidePx", "1000");

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("--images");
    assertThat(bad.exitCode()).isEqualTo(78);
    assertThat(bad.err()).contains("sidePx");
  }

  @ParameterizedTest
  @EnumSource
  void helpListsEveryFieldWithItsDescription(StageType type) {
    var help = Terminal.type(type.key(), "--help");

    assertThat(help.exitCode()).isZero();
    for (var field : type.shape().fields().values()) {
      assertThat(help.out()).contains("--" + field.name());
    }
    assertThat(help.out()).contains("--store");
  }

  @Test
  void aWorkerDoesOneShareOfATaskThatLiesInTheStore() throws Exception {
    tiny.run(store);
    var expected = TinyPipeline.artifacts(store);
    var task = task();
    var artifacts = new Artifacts(store, new Keys("default"), new LocalCache(folder), 1);
    var share = task.shares().get(1);
    artifacts.discard(share.key());
    store.put("default/work/task.json", task.toJson());

    var done = work(Digests.sha256(task.toJson()), "1");
    var again = work(Digests.sha256(task.toJson()), "1");
    var other = work("0".repeat(64), "1");
    var beyond = work(Digests.sha256(task.toJson()), "99");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).startsWith(share.key() + " ");
    assertThat(again.out()).isEqualTo(done.out());
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
    assertThat(other.exitCode()).isEqualTo(74);
    assertThat(other.err()).contains("has not the sha256");
    assertThat(beyond.exitCode()).isEqualTo(78);
    assertThat(beyond.err()).contains("the task has " + task.shares().size() + " shares");
  }

  @Test
  void aTaskIsTheSameAfterAJourneyThroughJson() throws Exception {
    tiny.run(store);
    var task = task();

    var read = WorkerTask.fromJson(task.toJson());

    assertThat(read).isEqualTo(task);
    assertThat(read.toJson()).isEqualTo(task.toJson());
  }

  private Terminal extract() {
    return Terminal.type(
        "extract",
        "--images",
        tiny.photos().toString(),
        "--thumbnail.sidePx",
        "4",
        "--imagesPerShare",
        "4",
        "--store",
        folder.resolve("store").toString());
  }

  private Terminal work(String digest, String index) {
    return Terminal.type(
        "work",
        "--task",
        "default/work/task.json",
        "--sha256",
        digest,
        "--index",
        index,
        "--store",
        folder.resolve("store").toString());
  }

  /** The task of the only stage, put together from what its run has left behind. */
  private WorkerTask task() throws Exception {
    var artifacts = new Artifacts(store, new Keys("default"), new LocalCache(folder), 1);
    var stage = artifacts.find(key("/artifacts/extract/")).orElseThrow();
    var catalog = key("/artifacts/catalog/");
    var shares = new ArrayList<WorkerTask.Share>();
    int from = 0;
    for (var share : stage.shares()) {
      int to = from + share.manifest().counts().get("images").intValue();
      shares.add(new WorkerTask.Share(share.manifest().fingerprint(), share.key(), from, to));
      from = to;
    }
    var planned = Planner.plan(PipelineReader.read(tiny.file())).stages().get(0);
    var inputs = new TreeMap<String, List<Input>>();
    inputs.put(
        "images",
        List.of(
            new Input(
                InputKind.CATALOG,
                catalog,
                stage.manifest().inputs().get("images"),
                tiny.photos().toString())));
    return new WorkerTask(
        WorkerTask.FORMAT,
        "default",
        "extract",
        StageType.EXTRACT.version(),
        new ObjectMapper().valueToTree(planned.parameters()),
        null,
        inputs,
        shares);
  }

  private String key(String part) throws Exception {
    return store.list("").stream()
        .map(info -> info.key())
        .filter(key -> key.contains(part) && !key.contains("/shares/"))
        .filter(key -> key.endsWith("/manifest.json"))
        .map(key -> key.substring(0, key.lastIndexOf('/')))
        .findFirst()
        .orElseThrow();
  }
}
