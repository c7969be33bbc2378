package dev.facsimile.pipeline.sweep;

import static dev.facsimile.pipeline.sweep.Hoard.artifact;
import static dev.facsimile.pipeline.sweep.Hoard.hex;
import static dev.facsimile.pipeline.sweep.Hoard.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.s3.EmbeddedS3;
import dev.facsimile.pipeline.artifact.store.DyingStore;
import dev.facsimile.pipeline.artifact.store.RivalStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removing, while others go on. */
class SweepTest {
  @TempDir private Path folder;
  private final Hoard hoard = new Hoard();

  @BeforeEach
  void everythingIsOld() {
    hoard.daysAgo(100);
  }

  @Test
  void whatThePlanSaysGoesAndNothingElse() throws IOException {
    var kept = hoard.commit(artifact("train", "kept"));
    hoard.commit(artifact("train", "gone"));
    hoard.run("p", "r1", 90, RunRecord.SUCCEEDED, kept);
    hoard.put("work/tasks/" + hex("t") + ".json", "{}");
    var plan = hoard.plan(1);

    var swept = hoard.sweep().delete(plan);

    assertThat(swept.removed()).isEqualTo(plan.removals()).hasSize(2);
    assertThat(swept.bytes()).isEqualTo(plan.bytes()).isPositive();
    assertThat(hoard.store().list(""))
        .extracting(Info::key)
        .containsExactly(
            "ns/" + kept + "/a-1.bin",
            "ns/" + kept + "/manifest.json",
            "ns/pipelines/p/runs/r1/run.json");
  }

  @Test
  void aRunThatStartsAfterThePlanKeepsWhatItPins() throws IOException {
    var model = hoard.commit(artifact("train", "model"));
    var share = hoard.commit(share("extract", "a"));
    var stage = hoard.commit(artifact("extract", "x"), share);
    var work = hoard.put("work/" + hex("unfinished") + "/a", "x");
    var other = hoard.commit(artifact("evaluate", "other"));
    var plan = hoard.plan(1);
    assertThat(plan.removals()).hasSize(5);

    hoard.daysAgo(0).running("p", "r1", 0, model, stage, artifact("train", "unfinished"));
    var swept = hoard.sweep().delete(plan);

    assertThat(Hoard.prefixes(swept.removed())).containsExactly(other);
    assertThat(Hoard.prefixes(swept.spared())).contains(model, stage, share);
    assertThat(hoard.store().head("ns/" + work)).isPresent();
  }

  @Test
  void aRunThatStartsWhileTheSweepGoesOnKeepsWhatItPins() throws IOException {
    var first = hoard.commit(artifact("evaluate", "first"));
    var model = hoard.commit(artifact("train", "model"));
    var plan = hoard.plan(1);
    assertThat(Hoard.prefixes(plan.removals())).containsExactly(first, model);

    hoard.seenAs(
        RivalStore.before(
            "delete", 1, hoard.store(), () -> hoard.daysAgo(0).running("p", "r1", 0, model)));
    var swept = hoard.sweep().delete(plan);

    assertThat(Hoard.prefixes(swept.removed())).containsExactly(first);
    assertThat(Hoard.prefixes(swept.spared())).containsExactly(model);
  }

  @Test
  void aRunThatBeganAndEndedMeanwhileKeepsTheSharesOfItsStages() throws IOException {
    var share = hoard.commit(share("extract", "a"));
    var plan = hoard.plan(1);

    var stage = hoard.daysAgo(0).commit(artifact("extract", "x"), share);
    hoard.run("p", "r1", 0, RunRecord.SUCCEEDED, stage);
    var swept = hoard.sweep().delete(plan);

    assertThat(Hoard.prefixes(swept.spared())).containsExactly(share);
  }

  @Test
  void aReleaseThatMovesAfterThePlanKeepsWhatItNames() throws IOException {
    var model = hoard.commit(artifact("train", "model"));
    var plan = hoard.plan(1);

    hoard.release("production", model, artifact("extract", "b"), artifact("extract", "r"));

    assertThat(hoard.sweep().delete(plan).removed()).isEmpty();
    assertThat(hoard.goes(1)).isEmpty();
  }

  @Test
  void aRecordThatBecameUnreadableKeepsEverything() throws IOException {
    hoard.commit(artifact("train", "model"));
    var plan = hoard.plan(1);

    hoard.put("pipelines/p/runs/r1/run.json", "{");

    assertThat(hoard.sweep().delete(plan).removed()).isEmpty();
  }

  @Test
  void whatWasWrittenAfterThePlanStays() throws IOException {
    var model = hoard.commit(artifact("train", "model"));
    var task = hoard.put("work/tasks/" + hex("t") + ".json", "{}");
    var plan = hoard.plan(1);
    assertThat(plan.removals()).hasSize(2);

    hoard.daysAgo(0).put(model + "/manifest.json", "made again");
    hoard.put(task, "{}");

    assertThat(hoard.sweep().delete(plan).removed()).isEmpty();
  }

  @Test
  void whatIsGoneAlreadyIsNoTrouble() throws IOException {
    hoard.commit(artifact("train", "model"));
    var plan = hoard.plan(1);

    hoard.sweep().delete(plan);
    hoard.sweep().delete(plan);

    assertThat(hoard.store().list("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void killedAtAnyRequestNoReaderSeesHalfAnArtifactAndTheNextSweepEndsIt(boolean afterEffect)
      throws IOException {
    for (int k = 1, deaths = 1; deaths > 0; k++) {
      var full = new Hoard().daysAgo(100);
      var kept = full.commit(artifact("train", "kept"));
      var gone = full.commit(artifact("train", "gone"));
      var share = full.commit(share("extract", "gone"));
      var stage = full.commit(artifact("extract", "gone"), share);
      full.run("p", "r1", 90, RunRecord.SUCCEEDED, gone, stage);
      full.run("p", "r2", 80, RunRecord.SUCCEEDED, kept);
      var plan = full.plan(1);
      full.seenAs(DyingStore.dyingAt(k, afterEffect, full.store()));
      deaths = survives(full.sweep(), plan) ? 0 : 1;

      for (var key : new String[] {kept, gone, share, stage}) {
        assertThat(artifacts(full.store()).find("ns/" + key)).isNotNull();
      }

      full.seenAs(full.store());
      full.sweep().delete(full.plan(1));
      assertThat(full.goes(1)).isEmpty();
      assertThat(full.store().list("")).hasSize(3);
      assertThat(artifacts(full.store()).find("ns/" + kept)).isPresent();
      assertThat(k).isLessThan(60);
    }
  }

  @Test
  void itIsTheSameOnS3() throws Exception {
    try (var server = EmbeddedS3.start("bucket");
        var bucket = Stores.open("s3://bucket/x", StoreSettings.of(server.environment(), folder))) {
      for (int i = 0; i < 5; i++) {
        bucket.put("ns/" + artifact("train", "m") + "/part-" + i, new byte[i]);
        bucket.put("other/" + artifact("train", "m") + "/part-" + i, new byte[i]);
      }
      bucket.put("no-namespace/file", new byte[1]);
      assertThat(Sweep.namespaces(bucket)).containsExactly("ns", "other");
      var today = at(bucket, Instant.now());
      assertThat(today.plan(Hoard.keep(1)).removals()).isEmpty();

      var nextMonth = at(bucket, Instant.now().plus(Duration.ofDays(30)));
      var swept = nextMonth.delete(nextMonth.plan(Hoard.keep(1)));

      assertThat(swept.bytes()).isEqualTo(10);
      assertThat(bucket.list("ns/")).isEmpty();
      assertThat(bucket.list("other/")).hasSize(5);
    }
  }

  private static Sweep at(ArtifactStore store, Instant now) {
    return new Sweep(store, new Keys("ns"), Clock.fixed(now, ZoneOffset.UTC));
  }

  private Artifacts artifacts(ArtifactStore store) {
    return new Artifacts(store, Hoard.KEYS, new LocalCache(folder), 1);
  }

  private static boolean survives(Sweep sweep, SweepPlan plan) throws IOException {
    try {
      sweep.delete(plan);
      return true;
    } catch (StoreException e) {
      assertThat(e).hasMessage("killed");
      return false;
    }
  }
}
