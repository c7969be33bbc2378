package dev.facsimile.pipeline.artifact.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyKeysTest {
  @Property(tries = 40)
  void aDirectoryHoldsAnything(@ForAll("objects") Map<String, byte[]> objects) throws IOException {
    var folder = Files.createTempDirectory("any-keys");
    try (var store = new DirectoryStore(folder)) {
      holds(store, objects);
    }
    assertThat(folder.resolve(DirectoryWriter.SPOOL))
        .satisfiesAnyOf(
            spool -> assertThat(spool).doesNotExist(),
            spool -> assertThat(spool).isEmptyDirectory());
    Files.deleteIfExists(folder.resolve(DirectoryWriter.SPOOL));
    Files.delete(folder);
  }

  @Property(tries = 40)
  void aBucketHoldsAnything(@ForAll("objects") Map<String, byte[]> objects) throws IOException {
    try (var server = EmbeddedS3.start("bucket");
        var store =
            Stores.open(
                "s3://bucket/p",
                StoreSettings.of(server.environment(), Path.of("nowhere"))
                    .withRetryBudget(Duration.ofMillis(1)))) {
      holds(store, objects);
    }
  }

  private static void holds(ArtifactStore store, Map<String, byte[]> objects) throws IOException {
    for (var object : objects.entrySet()) {
      store.put(object.getKey(), object.getValue());
    }
    assertThat(store.list(""))
        .extracting(Info::key)
        .containsExactlyElementsOf(objects.keySet().stream().sorted(Keys.BYTE_ORDER).toList());
    for (var object : objects.entrySet()) {
      assertThat(StoreContract.readAll(store, object.getKey())).isEqualTo(object.getValue());
      store.delete(object.getKey());
    }
    assertThat(store.list("")).isEmpty();
  }

  /** Keys of two segments; all first ones end alike, so that no file stands in a folder's way. */
  @Provide
  Arbitrary<Map<String, byte[]>> objects() {
    var character =
        Arbitraries.oneOf(
            Arbitraries.chars()
                .range('\u0001', '\ud7ff')
                .filter(c -> c != '/')
                .map(String::valueOf),
            Arbitraries.of(
                " ", "+", "%", "&", "?", "#", "\"", "\n", ".", "\u0301", "\ud83d\ude00"));
    var segment =
        character
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .map(all -> String.join("", all))
            .filter(s -> !s.equals(".") && !s.equals("..") && s.getBytes(UTF_8).length < 200);
    var key = Combinators.combine(segment, segment).as((a, b) -> a + ".d/" + b);
    var content = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    return Arbitraries.maps(key, content).ofMaxSize(5);
  }
}
