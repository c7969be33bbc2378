package dev.facsimile.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Bytes that rot or vanish in the store. */
@ResourceLock("engine")
class RepairTest {
  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;
  private DirectoryStore store;
  private SortedMap<String, String> expected;

  @BeforeEach
  void runOnce() throws Exception {
    tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    store = new DirectoryStore(folder.resolve("store"));
    tiny.run(store);
    expected = TinyPipeline.artifacts(store);
  }

  @Test
  void aMissingObjectIsNoticedInACachedArtifactAndMadeAgain() throws Exception {
    Files.delete(object("extract/shares", "descriptors"));
    Files.delete(object("evaluate", "score"));

    var run = tiny.run(store);

    assertThat(run.ran()).hasSize(2).contains("score");
    assertThat(Set.copyOf(run.notes()))
        .hasSize(2)
        .allMatch(note -> note.contains("it is made again"));
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
  }

  @Test
  void aFlippedByteIsNoticedByWhoeverReadsItAndMadeAgain() throws Exception {
    flip(object("match", "matches"));
    flip(object("normalize", "descriptors"));

    var run = tiny.run(store, Map.of(), List.of(), Set.of("score", "matches"));

    assertThat(run.ran()).contains("stretched", "matches", "score");
    assertThat(run.notes()).anyMatch(note -> note.contains("stretched is damaged"));
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
  }

  @Test
  void aDamagedModelIsTrainedAgain() throws Exception {
    flip(object("train", "weights"));

    var run = tiny.run(store, Map.of(), List.of(), Set.of("background"));

    assertThat(run.notes()).anyMatch(note -> note.contains("model is damaged"));
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
  }

  @Test
  void aDamagedCatalogIsListedAgain() throws Exception {
    for (var catalog : objects("catalog", "catalog")) {
      flip(catalog);
    }

    var run = tiny.run(store, Map.of(), List.of(), Set.of("background", "dataset"));

    assertThat(run.notes()).anyMatch(note -> note.contains("the catalog of training"));
    assertThat(tiny.run(store, Map.of(), List.of(), Set.of("challenge")).ran())
        .containsExactly("challenge");
    Files.delete(objects("catalog", "catalog").get(0));
    assertThat(tiny.run(store).ran()).isEmpty();
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
  }

  private Path object(String where, String name) throws IOException {
    return objects(where, name).get(0);
  }

  /** Files below {@code artifacts/<where>/} whose name starts so. */
  private List<Path> objects(String where, String name) throws IOException {
    try (var files = Files.walk(folder.resolve("store/default/artifacts/" + where))) {
      return files
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> file.getFileName().toString().startsWith(name))
          .sorted()
          .toList();
    }
  }

  private static void flip(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
