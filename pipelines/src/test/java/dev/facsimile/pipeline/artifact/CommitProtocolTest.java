package dev.facsimile.pipeline.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.Artifacts.Outcome;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.DyingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitProtocolTest {
  private static final Keys KEYS = new Keys("demo");
  private static final String FINGERPRINT = "ab".repeat(32);
  private static final String KEY = KEYS.artifact("train", FINGERPRINT);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void killedAtAnyRequestTheNextAttemptGivesTheSameArtifact(boolean afterEffect)
      throws IOException {
    var undisturbed = new DirectoryStore(folder.resolve("undisturbed"));
    var expected = commit(undisturbed, "v1").sha256();

    int kills = 0;
    for (int k = 1; ; k++) {
      var store = new DirectoryStore(folder.resolve("killed-" + k));
      var dying = DyingStore.dyingAt(k, afterEffect, store);
      boolean killed = !succeeds(() -> commit(dying, "v1"));
      var found = artifacts(store).find(KEY);
      if (found.isPresent()) {
        assertThat(found.get().digest()).isEqualTo(expected);
        for (var object : found.get().manifest().objects()) {
          assertThat(Digests.sha256(found.get().read(object.name()))).isEqualTo(object.sha256());
        }
      }

      assertThat(commit(store, "v1").sha256()).isEqualTo(expected);

      assertThat(keys(store)).isEqualTo(keys(undisturbed));
      if (!killed) {
        break;
      }
      kills++;
    }
    assertThat(kills).as("requests of a commit").isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKilledRemovalLeavesNoHalfArtifact(boolean afterEffect) throws IOException {
    for (int k = 1; k <= 6; k++) {
      var store = new DirectoryStore(folder.resolve("removed-" + k));
      commit(store, "v1");
      var dying = DyingStore.dyingAt(k, afterEffect, store);
      succeeds(() -> artifacts(dying).discard(KEY));

      assertThat(k == 1 && !afterEffect).isEqualTo(artifacts(store).find(KEY).isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofManyCommittersAtOnceOneWinsAndAllAgree(boolean differing) throws IOException {
    var store = new DirectoryStore(folder.resolve("race"));
    var committers = IntStream.range(0, 6).boxed().toList();

    var committed =
        Parallel.map(committers, 6, i -> commit(store, differing ? "version " + i : "v1"));

    assertThat(committed)
        .extracting(Artifacts.Committed::sha256)
        .containsOnly(committed.get(0).sha256());
    assertThat(committed)
        .extracting(Artifacts.Committed::outcome)
        .containsOnlyOnce(Outcome.COMMITTED)
        .containsOnly(Outcome.COMMITTED, differing ? Outcome.DIFFERENT : Outcome.SAME);
    var winner = artifacts(store).find(KEY).orElseThrow();
    assertThat(winner.digest()).isEqualTo(committed.get(0).sha256());
    for (var object : winner.manifest().objects()) {
      assertThat(winner.read(object.name())).hasSize((int) object.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCheckpointIsWholeOrNotThere(boolean afterEffect) throws IOException {
    for (int k = 1; k <= 20; k++) {
      var store = new DirectoryStore(folder.resolve("checkpoints-" + k));
      checkpoints(store).save(10, state("10"));
      checkpoints(store).save(20, state("20"));
      var dying = DyingStore.dyingAt(k, afterEffect, store);
      boolean saved = succeeds(() -> checkpoints(dying).save(30, state("30")));

      var restored = Files.createTempDirectory(folder, "restored");
      long step = checkpoints(store).restoreLatest(restored);

      assertThat(step).isIn(saved ? List.of(30L) : List.of(20L, 30L));
      assertThat(restored.resolve("weights.bin")).hasContent("weights of " + step);
      assertThat(restored.resolve("state.json")).hasContent("state of " + step);

      checkpoints(store).save(40, state("40"));
      assertThat(steps(store))
          .containsExactly(saved || step == 30 ? "000000000030" : "000000000020", "000000000040");
      checkpoints(store).clear();
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    var store = new DirectoryStore(folder.resolve("store"));
    checkpoints(store).save(1, state("1"));
    checkpoints(store).save(2, state("2"));
    var newest = KEYS.work(FINGERPRINT) + "/checkpoint-000000000002/";
    var weights = store.list(newest + "weights").get(0);
    store.put(weights.key(), new byte[(int) weights.size()]);
    var directory = Files.createDirectory(folder.resolve("restored"));

    assertThat(checkpoints(store).restoreLatest(directory)).isEqualTo(1);
    assertThat(directory.resolve("weights.bin")).hasContent("weights of 1");

    checkpoints(store).save(2, state("2 made anew"));
    var again = Files.createDirectory(folder.resolve("again"));
    assertThat(checkpoints(store).restoreLatest(again)).isEqualTo(2);
    assertThat(again.resolve("weights.bin")).hasContent("weights of 2 made anew");
  }

  @Test
  void withoutCheckpointsThereIsNothingToRestore() throws IOException {
    var store = new DirectoryStore(folder.resolve("store"));

    assertThat(checkpoints(store).restoreLatest(folder)).isEqualTo(-1);
  }

  /** Something that a kill may end. */
  private interface Step {
    void run() throws IOException;
  }

  private static boolean succeeds(Step step) throws IOException {
    try {
      step.run();
      return true;
    } catch (StoreException e) {
      assertThat(e).hasMessage("killed");
      return false;
    }
  }

  private Artifacts artifacts(ArtifactStore store) {
    return new Artifacts(store, KEYS, new LocalCache(folder.resolve("cache")), 1);
  }

  private Checkpoints checkpoints(ArtifactStore store) {
    return new Checkpoints(store, KEYS, artifacts(store), FINGERPRINT);
  }

  private Artifacts.Committed commit(ArtifactStore store, String version) throws IOException {
    var files = new TreeMap<String, Path>();
    for (var file : List.of("weights.bin", "model.json", "log.csv")) {
      var path = Files.createTempFile(folder, "spool", "");
      files.put(file, Files.writeString(path, file + " of " + version));
    }
    var draft = new Manifest(1, "train", 1, FINGERPRINT, null, null, null, null, null, "java");
    return artifacts(store).commit(KEY, draft, files);
  }

  private Path state(String step) throws IOException {
    var directory = Files.createTempDirectory(folder, "state");
    Files.writeString(directory.resolve("weights.bin"), "weights of " + step);
    Files.writeString(directory.resolve("state.json"), "state of " + step);
    return directory;
  }

  private static List<String> steps(ArtifactStore store) throws IOException {
    return keys(store).stream()
        .filter(key -> key.endsWith("/manifest.json"))
        .map(key -> key.replaceAll(".*checkpoint-(\\d+)/.*", "$1"))
        .toList();
  }

  private static List<String> keys(ArtifactStore store) throws IOException {
    return store.list("").stream().map(ArtifactStore.Info::key).toList();
  }
}
