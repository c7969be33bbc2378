package dev.facsimile.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What runs again after a change, and what does not. */
@ResourceLock("engine")
class CacheTest {
  private static final List<String> ALL =
      List.of(
          "dataset",
          "challenge",
          "model",
          "referenceDescriptors",
          "queryDescriptors",
          "background",
          "stretched",
          "matches",
          "score");

  @TempDir(factory = RamFolder.class)
  private Path folder;

  @Test
  void aDirectoryAndAnS3ServerHoldTheSameBytesAndASecondRunIsCached() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    var directory = store("directory");
    try (var server = EmbeddedS3.start("bucket");
        var s3 =
            Stores.open("s3://bucket/some/where", StoreSettings.of(server.environment(), folder))) {

      var first = tiny.run(directory);
      tiny.run(s3, server.environment());
      var second = tiny.run(directory);
      var secondOnS3 = tiny.run(s3, server.environment());

      assertThat(first.ran()).containsExactlyInAnyOrderElementsOf(ALL);
      assertThat(first.reason("model")).isEqualTo("first run");
      assertThat(TinyPipeline.artifacts(s3)).isEqualTo(TinyPipeline.artifacts(directory));
      assertThat(second.ran()).isEmpty();
      assertThat(second.cached()).containsExactlyInAnyOrderElementsOf(ALL);
      assertThat(secondOnS3.ran()).isEmpty();
    }
  }

  @Test
  void picturesInABucketGiveTheSameArtifactsAsPicturesInAFolder() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
    var fromFolder = store("from-folder");
    tiny.run(fromFolder);
    try (var server = EmbeddedS3.start("bucket");
        var pictures =
            Stores.open("s3://bucket/photos", StoreSettings.of(server.environment(), folder))) {
      for (var info : new DirectoryStore(tiny.photos()).list("")) {
        pictures.put(info.key(), tiny.photos().resolve(info.key()));
      }
      tiny.replace("uri: photos/", "uri: 's3://bucket/photos/'");
      var fromS3 = store("from-s3");

      tiny.run(fromS3, server.environment());

      assertThat(TinyPipeline.artifacts(fromS3)).isEqualTo(TinyPipeline.artifacts(fromFolder));
    }
  }

  @Test
  void fivePicturesMoreMakeAtMostFiveSharesAnew() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 60);
    var store = store("grown");
    tiny.run(store);
    long before = shares(store);

    tiny.draw(60, 65);
    var grown = tiny.run(store);
    long after = shares(store);
    var fromScratch = store("from-scratch");
    tiny.run(fromScratch);
    tiny.erase(60, 65);
    var shrunk = tiny.run(store);

    assertThat(before).isGreaterThan(8);
    assertThat(after - before).isBetween(1L, 5L);
    assertThat(grown.counts("thumbnails")).containsEntry("images", 65L);
    assertThat(grown.worked("thumbnails")).isLessThan(45);
    assertThat(grown.reason("thumbnails")).isEqualTo("new bytes in images");
    assertThat(TinyPipeline.artifacts(store))
        .containsAllEntriesOf(TinyPipeline.artifacts(fromScratch));
    assertThat(shrunk.ran()).isEmpty();
    assertThat(shares(store)).isEqualTo(after);
  }

  @Test
  void epochsConcernTheTrainingAndWhatReadsIt() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    var store = store("store");
    tiny.run(store);

    tiny.replace("epochs: 2", "epochs: 1");
    var run = tiny.run(store);

    assertThat(run.cached()).containsExactlyInAnyOrder("dataset", "challenge");
    assertThat(run.ran()).hasSize(ALL.size() - 2).startsWith("model");
    assertThat(run.reason("model")).isEqualTo("epochs 2 → 1");
    assertThat(run.reason("score")).isEqualTo("new bytes in matches");
  }

  @Test
  void namesOrderCommentsLabelsAndPodsConcernNobody() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    var store = store("store");
    tiny.run(store);
    var artifacts = TinyPipeline.artifacts(store);

    tiny.replace("name: model", "name: network");
    tiny.replace("model: model", "model: network");
    tiny.replace("metadata: {name: tiny}", "metadata: {name: tiny, labels: {team: a}}");
    tiny.replace("  stages:", "  # A comment.\n  pod: {parallelism: 3}\n  stages:");
    var dataset = section(tiny.text(), "dataset");
    tiny.replace(dataset, "");
    tiny.set(tiny.text() + dataset);
    var run = tiny.run(store);

    assertThat(run.ran()).isEmpty();
    assertThat(run.cached()).hasSize(ALL.size()).contains("network");
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(artifacts);
  }

  @Test
  void oneStageMayBeAskedForAndForced() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    var store = store("store");

    var only = tiny.run(store, Map.of(), List.of("challenge"), Set.of());
    var artifacts = TinyPipeline.artifacts(store);
    var forced = tiny.run(store, Map.of(), List.of("challenge"), Set.of("challenge"));

    assertThat(only.ran()).containsExactly("challenge");
    assertThat(forced.ran()).containsExactly("challenge");
    assertThat(forced.reason("challenge")).isEqualTo("forced");
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(artifacts);
  }

  /** The lines of a stage in the pipeline's text. */
  private static String section(String text, String stage) {
    int start = text.indexOf("    - name: " + stage);
    return text.substring(start, text.indexOf("    - name: ", start + 1));
  }

  private ArtifactStore store(String name) {
    return new DirectoryStore(folder.resolve(name));
  }

  private static long shares(ArtifactStore store) throws IOException {
    return TinyPipeline.artifacts(store).keySet().stream()
        .filter(key -> key.contains("/shares/") && key.endsWith("manifest.json"))
        .count();
  }
}
