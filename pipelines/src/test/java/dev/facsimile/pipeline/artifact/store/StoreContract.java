package dev.facsimile.pipeline.artifact.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does alike. */
public abstract class StoreContract {
  @TempDir protected Path folder;

  /** An empty store. */
  protected abstract ArtifactStore store() throws IOException;

  @Test
  void whatIsPutIsReadBack() throws IOException {
    var store = store();
    var content = bytes(100_000);

    store.put("a/b.bin", content);

    assertThat(readAll(store, "a/b.bin")).isEqualTo(content);
    assertThat(store.read("a/b.bin", 5, 7)).isEqualTo(slice(content, 5, 7));
    assertThat(store.read("a/b.bin", 99_999, 1)).isEqualTo(slice(content, 99_999, 1));
    assertThat(store.read("a/b.bin", 100_000, 0)).isEmpty();
    assertThat(store.head("a/b.bin").orElseThrow().size()).isEqualTo(100_000);
  }

  @Test
  void filesOfAnySizeGoUp() throws IOException {
    var store = store();
    for (int size : new int[] {0, 1, 6 << 20}) {
      var content = bytes(size);
      var file = Files.write(folder.resolve("file-" + size), content);

      store.put("files/" + size, file);

      assertThat(readAll(store, "files/" + size)).isEqualTo(content);
    }
  }

  @Test
  void aPutReplacesAndChangesTheVersion() throws IOException {
    var store = store();
    store.put("k", "one".getBytes(UTF_8));
    var before = store.head("k").orElseThrow();

    store.put("k", "two".getBytes(UTF_8));

    assertThat(readAll(store, "k")).asString(UTF_8).isEqualTo("two");
    assertThat(store.head("k").orElseThrow().version()).isNotEqualTo(before.version());
  }

  @Test
  void theTimeOfTheLastWriteIsTold() throws IOException {
    var store = store();
    var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    store.put("k", "one".getBytes(UTF_8));

    var after = Instant.now();
    assertThat(store.head("k").orElseThrow().lastModified()).isBetween(before, after);
    assertThat(store.list("")).extracting(Info::lastModified).allMatch(t -> !t.isBefore(before));
  }

  @Test
  void onlyTheFirstPutIfAbsentCounts() throws IOException {
    var store = store();

    assertThat(store.putIfAbsent("m/manifest.json", new byte[] {1})).isTrue();
    assertThat(store.putIfAbsent("m/manifest.json", new byte[] {2})).isFalse();
    assertThat(store.putIfAbsent("m/manifest.json", new byte[] {3})).isFalse();

    assertThat(readAll(store, "m/manifest.json")).containsExactly(1);
  }

  @Test
  void ofManyWritersAtOnceExactlyOneWins() throws IOException {
    var store = store();
    var writers = IntStream.range(0, 8).boxed().toList();

    var won =
        Parallel.map(
            writers, 8, writer -> store.putIfAbsent("race", new byte[] {writer.byteValue()}));

    assertThat(won.stream().filter(w -> w)).hasSize(1);
    assertThat(readAll(store, "race")[0]).isEqualTo((byte) won.indexOf(true));
  }

  @Test
  void replaceWantsTheVersionThatWasSeen() throws IOException {
    var store = store();
    assertThat(store.replace("r", "any", new byte[] {0})).isFalse();
    store.put("r", new byte[] {1});
    var seen = store.head("r").orElseThrow().version();

    assertThat(store.replace("r", seen, new byte[] {2})).isTrue();
    assertThat(store.replace("r", seen, new byte[] {3})).isFalse();

    assertThat(readAll(store, "r")).containsExactly(2);
    var next = store.head("r").orElseThrow().version();
    assertThat(store.replace("r", next, new byte[] {4})).isTrue();
  }

  @Test
  void ofManyReplacersOfOneVersionExactlyOneWins() throws IOException {
    var store = store();
    store.put("r", new byte[] {9});
    var seen = store.head("r").orElseThrow().version();

    var won =
        Parallel.map(
            IntStream.range(0, 8).boxed().toList(),
            8,
            writer -> store.replace("r", seen, new byte[] {writer.byteValue()}));

    assertThat(won.stream().filter(w -> w)).hasSize(1);
  }

  @Test
  void listsInByteOrderWhatBeginsWithAPrefix() throws IOException {
    var store = store();
    var keys =
        List.of(
            "p/a b, \"c\".jpg",
            "p/a+b%20c&d=e?f#g.jpg",
            "p/a-b/x",
            "p/a.b/x",
            "p/a/x",
            "p/e\u0301.jpg",
            "p/\u00e9.jpg",
            "p/\uff21.jpg",
            "p/\ud83d\ude00.jpg");
    for (var key : keys) {
      store.put(key, key.getBytes(UTF_8));
    }
    store.put("other/x", new byte[1]);

    assertThat(store.list("p/")).extracting(Info::key).containsExactlyElementsOf(keys);
    assertThat(store.list("p/a"))
        .extracting(Info::key)
        .containsExactlyElementsOf(keys.subList(0, 5));
    assertThat(store.list("p/a/")).extracting(Info::key).containsExactly("p/a/x");
    assertThat(store.list("")).hasSize(keys.size() + 1);
    assertThat(store.list("absent/")).isEmpty();
    for (var info : store.list("p/")) {
      assertThat(readAll(store, info.key())).asString(UTF_8).isEqualTo(info.key());
      assertThat(store.head(info.key())).contains(info);
    }
  }

  @Test
  void whatIsAbsentIsSaidToBe() throws IOException {
    var store = store();
    store.put("there", new byte[1]);

    assertThat(store.head("absent")).isEmpty();
    assertThat(store.head("there/below")).isEmpty();
    assertThat(reason(() -> store.open("absent").close())).isEqualTo(Reason.NOT_FOUND);
    assertThat(reason(() -> store.read("absent", 0, 1))).isEqualTo(Reason.NOT_FOUND);
    assertThatThrownBy(() -> store.open("absent").close())
        .hasMessageContaining(store.location() + "/absent");
  }

  @Test
  void aRangeBeyondTheEndIsAnError() throws IOException {
    var store = store();
    store.put("short", new byte[10]);

    assertThat(reason(() -> store.read("short", 8, 3))).isEqualTo(Reason.CORRUPT);
    assertThat(reason(() -> store.read("short", 20, 1))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void deletedIsGone() throws IOException {
    var store = store();
    store.put("d/e/f", new byte[1]);
    store.put("d/g", new byte[1]);

    store.delete("d/e/f");
    store.delete("d/e/f");
    store.delete("never/there");

    assertThat(store.list("")).extracting(Info::key).containsExactly("d/g");
  }

  @Test
  void keysThatNotEveryStoreCanHoldAreRefused() throws IOException {
    var store = store();
    for (var key : List.of("", "/a", "a/", "a//b", "../a", "a/./b", "a/..", "a\0b")) {
      assertThatThrownBy(() -> store.put(key, new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.list("")).isEmpty();
  }

  protected static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call).reason();
  }

  protected static byte[] readAll(ArtifactStore store, String key) throws IOException {
    try (var stream = store.open(key)) {
      return stream.readAllBytes();
    }
  }

  protected static byte[] bytes(int size) {
    var content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static byte[] slice(byte[] content, int offset, int length) {
    return Arrays.copyOfRange(content, offset, offset + length);
  }
}
