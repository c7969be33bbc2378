package dev.facsimile.pipeline.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.DyingStore;
import dev.facsimile.pipeline.artifact.store.RivalStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.release.Promotion.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasesTest {
  private static final Keys KEYS = new Keys("default");
  private static final String KEY = "default/releases/production.json";
  private static final Release OLD = FinishedRuns.release(1, "old", 0.4);
  private static final Release NEW = FinishedRuns.release(2, "new", 0.5);

  @TempDir private Path folder;
  private ArtifactStore store;
  private Releases releases;

  @BeforeEach
  void anEmptyStore() {
    store = new DirectoryStore(folder.resolve("store"));
    releases = new Releases(store, KEYS);
  }

  @Test
  void anAliasMovesFromRunToRun() throws IOException {
    assertThat(releases.find("production")).isEmpty();

    assertThat(releases.promote(OLD)).isEqualTo(new Promotion(Outcome.PROMOTED, Optional.empty()));
    assertThat(releases.find("production")).contains(OLD);

    var moved = releases.promote(NEW);

    assertThat(moved).isEqualTo(new Promotion(Outcome.PROMOTED, Optional.of(OLD)));
    assertThat(releases.find("production")).contains(NEW.replacing(OLD));
    assertThat(releases.find("staging")).isEmpty();
  }

  @Test
  void theSameContentIsNotWrittenAgain() throws IOException {
    releases.promote(OLD);
    releases.promote(NEW);
    var before = store.head(KEY);

    assertThat(releases.promote(NEW).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(releases.promote(FinishedRuns.release(7, "new", 0.5)).outcome())
        .isEqualTo(Outcome.UNCHANGED);

    assertThat(store.head(KEY)).isEqualTo(before);
  }

  @Test
  void anOlderRunThatEndsLateChangesNothing() throws IOException {
    releases.promote(NEW);

    var late = releases.promote(OLD);

    assertThat(late).isEqualTo(new Promotion(Outcome.NEWER_PRESENT, Optional.of(NEW)));
    assertThat(releases.find("production")).contains(NEW);
  }

  @Test
  void aRevertedCommitIsANewRunThatMovesTheAliasBack() throws IOException {
    releases.promote(OLD);
    releases.promote(NEW);
    var reverted = FinishedRuns.release(3, "old", 0.4);

    assertThat(releases.promote(reverted).outcome()).isEqualTo(Outcome.PROMOTED);

    var found = releases.find("production").orElseThrow();
    assertThat(found.hasContentOf(OLD)).isTrue();
    assertThat(found.previous().run()).isEqualTo(NEW.run());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void killedAtAnyRequestTheOldOrTheNewReleaseIsThere(boolean afterEffect) throws IOException {
    var survived = false;
    for (int k = 1; !survived; k++) {
      var fresh = new DirectoryStore(folder.resolve("k" + k));
      new Releases(fresh, KEYS).promote(OLD);
      survived = survives(DyingStore.dyingAt(k, afterEffect, fresh));

      var left = new Releases(fresh, KEYS).find("production").orElseThrow();
      assertThat(left).isIn(OLD, NEW.replacing(OLD));

      new Releases(fresh, KEYS).promote(NEW);
      assertThat(new Releases(fresh, KEYS).find("production")).contains(NEW.replacing(OLD));
      assertThat(k).isLessThan(20);
    }
  }

  @Test
  void ofManyRunsAtOnceTheNewestWins() throws IOException {
    var runs = IntStream.range(0, 6).mapToObj(i -> FinishedRuns.release(i, "m" + i, 0.5)).toList();

    Parallel.map(runs, 6, release -> releases.promote(release));

    var found = releases.find("production").orElseThrow();
    assertThat(found.run()).isEqualTo(runs.get(5).run());
  }

  @Test
  void whoLosesARaceLooksAgain() throws IOException {
    releases.promote(OLD);
    var newest = FinishedRuns.release(9, "newest", 0.6);
    var raced = RivalStore.before("replace", 1, store, () -> releases.promote(newest));

    var late = new Releases(raced, KEYS).promote(NEW);

    assertThat(late.outcome()).isEqualTo(Outcome.NEWER_PRESENT);
    assertThat(releases.find("production").orElseThrow().run()).isEqualTo(newest.run());
  }

  @Test
  void whoLosesTheRaceForAnEmptyAliasReplacesIt() throws IOException {
    var raced = RivalStore.before("putIfAbsent", 1, store, () -> releases.promote(OLD));

    var promotion = new Releases(raced, KEYS).promote(NEW);

    assertThat(promotion).isEqualTo(new Promotion(Outcome.PROMOTED, Optional.of(OLD)));
  }

  @Test
  void whoLosesAllTheTimeGivesUp() throws IOException {
    releases.promote(OLD);
    var rivals = IntStream.range(0, 99).iterator();
    var raced =
        RivalStore.before(
            "replace",
            99,
            store,
            () ->
                store.put(
                    KEY, ReleaseJson.write(FinishedRuns.release(1, "m" + rivals.nextInt(), 0.5))));

    assertThatThrownBy(() -> new Releases(raced, KEYS).promote(NEW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is being replaced by others");
  }

  @Test
  void whatNobodyCanReadIsLeftAlone() throws IOException {
    store.put(KEY, "{}".getBytes(UTF_8));

    assertThatThrownBy(() -> releases.promote(NEW)).hasMessageContaining(folder + "/store/" + KEY);
    assertThat(store.head(KEY).orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void gatesCompareWithTheReleasesAsTheyStand() throws IOException {
    releases.promote(OLD);

    assertThat(releases.standards(List.of("production", "staging"), Optional.of(NEW)))
        .isEqualTo(Map.of("production", OLD.evidence().score()));

    releases.promote(NEW);
    assertThat(releases.standards(List.of("production"), Optional.of(NEW)))
        .isEqualTo(Map.of("production", OLD.evidence().score()));
    assertThat(releases.standards(List.of("production"), Optional.empty()))
        .isEqualTo(Map.of("production", NEW.evidence().score()));
  }

  @Test
  void itIsTheSameOnS3() throws Exception {
    try (var server = EmbeddedS3.start("bucket");
        var bucket = Stores.open("s3://bucket/x", StoreSettings.of(server.environment(), folder))) {
      var onS3 = new Releases(bucket, KEYS);

      assertThat(onS3.promote(OLD).outcome()).isEqualTo(Outcome.PROMOTED);
      assertThat(onS3.promote(NEW).outcome()).isEqualTo(Outcome.PROMOTED);
      assertThat(onS3.promote(NEW).outcome()).isEqualTo(Outcome.UNCHANGED);
      assertThat(onS3.promote(OLD).outcome()).isEqualTo(Outcome.NEWER_PRESENT);
      assertThat(onS3.find("production")).contains(NEW.replacing(OLD));
    }
  }

  private static boolean survives(ArtifactStore dying) throws IOException {
    try {
      new Releases(dying, KEYS).promote(NEW);
      return true;
    } catch (StoreException e) {
      assertThat(e).hasMessage("killed");
      return false;
    }
  }
}
