package dev.facsimile.pipeline.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Artifacts.Outcome;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {
  private static final Keys KEYS = new Keys("demo");
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private DirectoryStore store;
  private Artifacts artifacts;
  private String key;

  @BeforeEach
  void openStore() {
    store = new DirectoryStore(folder.resolve("store"));
    artifacts = new Artifacts(store, KEYS, new LocalCache(folder.resolve("cache")), 3);
    key = KEYS.artifact("extract", FINGERPRINT);
  }

  @Test
  void whatIsCommittedIsFoundAndRead() throws IOException {
    var committed = artifacts.commit(key, draft(), files("vectors.bin", "123", "notes", "4"));

    var found = artifacts.find(key).orElseThrow();

    assertThat(committed.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(found.digest()).isEqualTo(committed.sha256());
    assertThat(found.manifest()).isEqualTo(committed.manifest());
    assertThat(found.read("vectors.bin")).asString(UTF_8).isEqualTo("123");
    assertThat(found.read("vectors.bin", 1, 2)).asString(UTF_8).isEqualTo("23");
    assertThat(found.fetch("vectors.bin")).hasContent("123").hasExtension("bin");
    assertThat(found.shares()).containsExactly(found);
    assertThat(found.has("vectors.bin")).isTrue();
    assertThat(found.has("other")).isFalse();
    assertThat(store.list(""))
        .extracting(Info::key)
        .containsExactly(
            key + "/manifest.json",
            key + "/notes-4b227777d4dd1fc6",
            key + "/vectors-a665a45920422f9d.bin");
  }

  @Test
  void nothingIsFoundBeforeTheManifestIsThere() throws IOException {
    store.put(key + "/vectors-a665a45920422f9d.bin", "123".getBytes(UTF_8));

    assertThat(artifacts.find(key)).isEmpty();
  }

  @Test
  void ofTwoWritersTheFirstWins() throws IOException {
    var first = artifacts.commit(key, draft(), files("a", "1"));

    var same = artifacts.commit(key, draft(), files("a", "1"));
    var other = artifacts.commit(key, draft(), files("a", "2"));

    assertThat(same.outcome()).isEqualTo(Outcome.SAME);
    assertThat(other.outcome()).isEqualTo(Outcome.DIFFERENT);
    assertThat(List.of(same.sha256(), other.sha256())).containsOnly(first.sha256());
    assertThat(other.manifest()).isEqualTo(first.manifest());
    assertThat(artifacts.find(key).orElseThrow().read("a")).asString(UTF_8).isEqualTo("1");
  }

  @Test
  void aMissingObjectIsNoticedWithoutReading() throws IOException {
    artifacts.commit(key, draft(), files("a", "1"));
    store.list(key + "/a-").forEach(info -> delete(info.key()));

    assertThatThrownBy(() -> artifacts.find(key))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is missing")
        .extracting("reason")
        .isEqualTo(Reason.CORRUPT);

    artifacts.discard(key);
    assertThat(store.list("")).isEmpty();
    assertThat(artifacts.commit(key, draft(), files("a", "1")).outcome())
        .isEqualTo(Outcome.COMMITTED);
    assertThat(artifacts.find(key)).isPresent();
  }

  @Test
  void changedBytesAreNeverHandedOut() throws IOException {
    artifacts.commit(key, draft(), files("a", "1"));
    var objectKey = store.list(key + "/a-").get(0).key();
    store.put(objectKey, "9".getBytes(UTF_8));
    var found = artifacts.find(key).orElseThrow();

    for (var read : List.<Parallel.Work<String, Object>>of(found::read, found::fetch)) {
      assertThatThrownBy(() -> read.apply("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(objectKey)
          .extracting("reason")
          .isEqualTo(Reason.CORRUPT);
    }
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void aCopyThatWasDamagedOnTheLocalDiskIsFetchedAgain() throws IOException {
    artifacts.commit(key, draft(), files("a", "1"));
    var copy = artifacts.find(key).orElseThrow().fetch("a");
    Files.writeString(copy, "2");
    var laterProcess = new Artifacts(store, KEYS, new LocalCache(folder.resolve("cache")), 1);

    assertThat(laterProcess.find(key).orElseThrow().fetch("a")).isEqualTo(copy).hasContent("1");
  }

  @Test
  void aDividedStageIsItsSharesInOrder() throws IOException {
    var one = KEYS.share("extract", "1".repeat(64));
    var two = KEYS.share("extract", "2".repeat(64));
    var committedOne = artifacts.commit(one, draft(), files("a", "1"));
    var committedTwo = artifacts.commit(two, draft(), files("a", "2"));
    var draft =
        new Manifest(
            1,
            "extract",
            1,
            FINGERPRINT,
            null,
            null,
            List.of(shareOf(two, committedTwo), shareOf(one, committedOne)),
            null,
            null,
            "java");

    artifacts.commit(key, draft, new TreeMap<>());
    var found = artifacts.find(key).orElseThrow();

    assertThat(found.manifest().shares().get(0).key())
        .isEqualTo("artifacts/extract/shares/" + "2".repeat(64));
    assertThat(found.shares()).extracting(Artifact::key).containsExactly(two, one);
    assertThat(found.shares().get(0).read("a")).asString(UTF_8).isEqualTo("2");

    store.list(one + "/a-").forEach(info -> delete(info.key()));
    assertThatThrownBy(() -> artifacts.find(key)).hasMessageContaining(one + "/a-");
    artifacts.discard(one);
    assertThatThrownBy(() -> artifacts.find(key)).hasMessageContaining(one + "/manifest.json");
    artifacts.commit(one, draft(), files("a", "other"));
    assertThatThrownBy(() -> artifacts.find(key))
        .hasMessageContaining("is not the manifest with sha256 " + committedOne.sha256());
  }

  @Test
  void aPinnedArtifactMustBeThatGeneration() throws IOException {
    var committed = artifacts.commit(key, draft(), files("a", "1"));

    assertThat(artifacts.find(key, committed.sha256()).digest()).isEqualTo(committed.sha256());
    assertThatThrownBy(() -> artifacts.find(key, FINGERPRINT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(FINGERPRINT);
  }

  private void delete(String objectKey) {
    try {
      store.delete(objectKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SortedMap<String, Path> files(String... namesAndContents) throws IOException {
    var directory = Files.createTempDirectory(folder, "spool");
    var files = new TreeMap<String, Path>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      var name = namesAndContents[i];
      files.put(name, Files.writeString(directory.resolve(name), namesAndContents[i + 1]));
    }
    return files;
  }

  private static Manifest draft() {
    return new Manifest(1, "extract", 1, FINGERPRINT, null, null, null, null, null, "java");
  }

  private static Manifest.Share shareOf(String key, Artifacts.Committed committed) {
    return new Manifest.Share(KEYS.relative(key), committed.sha256());
  }
}
