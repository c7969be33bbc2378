package dev.facsimile.pipeline.sweep;

import static dev.facsimile.pipeline.sweep.Hoard.artifact;
import static dev.facsimile.pipeline.sweep.Hoard.hex;
import static dev.facsimile.pipeline.sweep.Hoard.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.store.DyingStore;
import dev.facsimile.pipeline.record.RunRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes, and what does not. */
class SweepPlanTest {
  private static final String SUCCEEDED = RunRecord.SUCCEEDED;

  private final Hoard hoard = new Hoard();

  @BeforeEach
  void everythingIsOld() {
    hoard.daysAgo(100);
  }

  @Test
  void whatTheNewestRunsNameStaysAndWhatOnlyOlderOnesNameGoes() {
    var model = hoard.commit(artifact("train", "model"));
    var oldScore = hoard.commit(artifact("evaluate", "old"));
    var newScore = hoard.commit(artifact("evaluate", "new"));
    var old = hoard.run("p", "r1", 90, SUCCEEDED, model, oldScore);
    hoard.run("p", "r2", 80, SUCCEEDED, model, newScore);

    assertThat(hoard.goes(1)).containsExactly(old, oldScore);
    assertThat(hoard.goes(2)).isEmpty();
    assertThat(hoard.plan(1).removals())
        .extracting(Removal::why)
        .containsExactly("newer runs are kept", "no kept run or release names it");
  }

  @Test
  void successfulAndFailedRunsOfEachPipelineCountApart() {
    hoard.run("p", "r1", 90, SUCCEEDED);
    hoard.run("p", "r2", 80, RunRecord.FAILED);
    var oldFailure = hoard.run("p", "r0", 95, RunRecord.GATE_FAILED);
    hoard.run("q", "r1", 99, SUCCEEDED);

    assertThat(hoard.goes(1)).containsExactly(oldFailure);
  }

  @Test
  void aStageStaysWithItsSharesAndACatalogWithWhatReadIt() {
    var shares =
        List.of(
            hoard.commit(share("extract", "a")),
            hoard.commit(share("extract", "b")),
            hoard.commit(share("extract", "c")));
    var stage = hoard.commit(artifact("extract", "x"), shares.get(0), shares.get(1));
    var catalog = hoard.commit(artifact("catalog", "photos"));
    var unread = hoard.commit(artifact("catalog", "other photos"));
    hoard.run("p", "r1", 90, SUCCEEDED, stage, catalog);

    assertThat(hoard.goes(1)).containsExactlyInAnyOrder(shares.get(2), unread);
  }

  @Test
  void aYoungStageKeepsItsOldShares() {
    var share = hoard.commit(share("extract", "a"));
    hoard.daysAgo(6).commit(artifact("extract", "x"), share);

    assertThat(hoard.goes(1)).isEmpty();
  }

  @Test
  void aReleaseStaysWithAllThatAnswersAQuery() {
    var model = hoard.commit(artifact("train", "model"));
    var background = hoard.commit(artifact("extract", "background"));
    var share = hoard.commit(share("extract", "references"));
    var references = hoard.commit(artifact("extract", "references"), share);
    var evidence = hoard.commit(artifact("evaluate", "of production"));
    var other = hoard.commit(artifact("evaluate", "of nothing"));
    hoard.release("production", model, background, references);

    assertThat(hoard.goes(1)).containsExactly(other).doesNotContain(evidence);
  }

  @Test
  void whatIsYoungStays() {
    hoard.daysAgo(6);
    hoard.commit(artifact("train", "model"));
    hoard.put("work/" + hex("x") + "/progress.json", "{}");
    hoard.put("work/tasks/" + hex("t") + ".json", "{}");
    hoard.put("pipelines/p/runs/r1/log", "text");
    hoard.listing("p", "photos", artifact("catalog", "photos"));
    hoard.daysAgo(100).commit(artifact("catalog", "photos"));

    assertThat(hoard.goes(0)).isEmpty();
  }

  @Test
  void anArtifactIsAsYoungAsItsNewestObject() {
    hoard.commit(artifact("train", "model"));
    hoard.daysAgo(1).put(artifact("train", "model") + "/late.bin", "late");

    assertThat(hoard.goes(0)).isEmpty();
  }

  @Test
  void anUnfinishedRunKeepsItselfAndAllThatItPins() {
    var model = hoard.commit(artifact("train", "model"));
    var checkpoint = hoard.put("work/" + hex("unfinished") + "/checkpoint-1/manifest.json", "{}");
    var task = hoard.put("work/tasks/" + hex("t") + ".json", "{}");
    hoard.put("work/tasks/" + hex("u") + ".json", "{}");
    hoard.daysAgo(20);
    hoard.running("p", "r1", 100, model, artifact("train", "unfinished"), task);

    assertThat(hoard.goes(0))
        .containsExactly("work/tasks/" + hex("u") + ".json")
        .doesNotContain(checkpoint);
  }

  @Test
  void anUnfinishedStageMayUseAnyShareOfItsType() {
    hoard.commit(share("extract", "a"));
    var other = hoard.commit(share("synthesize", "b"));
    hoard.daysAgo(20).running("p", "r1", 20, artifact("extract", "unfinished"));

    assertThat(hoard.goes(0)).containsExactly(other);
  }

  @Test
  void aRunThatWasKilledLongAgoIsAFailedOne() {
    var model = hoard.commit(artifact("train", "model"));
    var killed = hoard.running("p", "r1", 100, model);

    assertThat(hoard.goes(1)).isEmpty();
    assertThat(hoard.goes(0)).containsExactly(killed, model);
  }

  @Test
  void aRunWhoseWorkGoesOnIsNoKilledOne() {
    var model = hoard.commit(artifact("train", "model"));
    hoard.running("p", "r1", 100, model, artifact("train", "next"));
    hoard.daysAgo(1).put("work/" + hex("next") + "/checkpoint-9/manifest.json", "{}");

    assertThat(hoard.goes(0)).isEmpty();
  }

  @Test
  void whoKnowsTheLiveRunsSaysSo() throws Exception {
    var model = hoard.commit(artifact("train", "model"));
    var dead = hoard.daysAgo(20).running("p", "r1", 20, model);
    hoard.running("p", "r2", 20);
    var retention =
        new Retention(Duration.ofDays(7), 0, 0, (run, lastSign) -> run.run().equals("r2"));

    assertThat(Hoard.prefixes(hoard.sweep().plan(retention).removals()))
        .containsExactly(dead, model);
  }

  @Test
  void whoWantsARunKeepsItWithWhatItNames() throws Exception {
    var model = hoard.commit(artifact("train", "model"));
    var other = hoard.commit(artifact("train", "other"));
    hoard.run("p", "r1", 90, SUCCEEDED, model);
    var unwanted = hoard.run("p", "r2", 80, SUCCEEDED, other);
    var retention =
        new Retention(
            Duration.ofDays(7), 0, 0, (run, lastSign) -> false, run -> run.run().equals("r1"));

    assertThat(Hoard.prefixes(hoard.sweep().plan(retention).removals()))
        .containsExactly(unwanted, other);
  }

  @Test
  void workGoesOnceItsArtifactIsThereOrNobodyPinsIt() {
    var done = artifact("train", "done");
    hoard.commit(done);
    var leftover = "work/" + hex("done");
    var stray = "work/" + hex("stray");
    hoard.put(leftover + "/checkpoint-1/a.bin", "x");
    hoard.put(stray + "/checkpoint-1/a.bin", "x");
    hoard.put("work/" + hex("failed") + "/checkpoint-1/a.bin", "x");
    var failed = artifact("train", "failed");
    hoard.run("p", "r1", 90, RunRecord.FAILED, List.of(done, failed), List.of(done), null);

    assertThat(hoard.goes(1)).containsExactlyInAnyOrder(leftover, stray);
  }

  @Test
  void listingsStayWithTheirPipelineAndKnownDigestsWithAnyRun() {
    var catalog = hoard.commit(artifact("catalog", "photos"));
    var listing = hoard.listing("p", "photos", catalog);
    var known = hoard.put("work/catalogs/" + hex("s3://b/photos") + ".csv", "x");

    assertThat(hoard.goes(1)).containsExactly(listing, catalog, known);

    hoard.run("p", "r1", 90, SUCCEEDED);
    assertThat(hoard.goes(1)).isEmpty();
  }

  @Test
  void aRunThatShowsTheReportOfAnotherKeepsIt() {
    var report = "ns/pipelines/p/runs/r1/report.html";
    hoard.put("pipelines/p/runs/r1/report.html", "<html>");
    hoard.run("p", "r1", 90, SUCCEEDED, List.of(), List.of(), report);
    hoard.run("p", "r2", 80, SUCCEEDED, List.of(), List.of(), report);
    hoard.run("p", "r3", 70, SUCCEEDED, List.of(), List.of(), report);

    assertThat(hoard.goes(1)).containsExactly("pipelines/p/runs/r2");
  }

  @Test
  void whatWasNeverFinishedGoes() {
    var half = artifact("train", "half");
    hoard.put(half + "/model-1.safetensors", "half");
    hoard.put("pipelines/p/runs/r1/log", "text");

    assertThat(hoard.plan(1).removals())
        .extracting(Removal::why)
        .containsExactly("has no record", "was never finished");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "{\"format\":2,\"outcome\":\"Succeeded\"}", "null"})
  void aRecordThatNobodyCanReadKeepsEveryArtifactAndTheRunsOfItsPipeline(String broken) {
    hoard.commit(artifact("train", "model"));
    hoard.commit(share("extract", "a"));
    hoard.put("work/" + hex("x") + "/a", "x");
    hoard.run("p", "r1", 90, SUCCEEDED);
    hoard.run("p", "r2", 80, SUCCEEDED);
    var other = hoard.run("q", "r1", 90, SUCCEEDED);
    hoard.put("pipelines/p/runs/r3/run.json", broken);

    var plan = hoard.plan(0);

    assertThat(Hoard.prefixes(plan.removals())).containsExactly(other);
    assertThat(plan.doubts())
        .singleElement()
        .asString()
        .contains("memory/ns/pipelines/p/runs/r3/run.json")
        .contains("every artifact stays");
  }

  @Test
  void aReleaseThatNobodyCanReadKeepsEveryArtifact() {
    hoard.commit(artifact("train", "model"));
    hoard.put("releases/production.json", "{}");

    assertThat(hoard.goes(0)).isEmpty();
    assertThat(hoard.plan(0).doubts()).hasSize(1);
  }

  @Test
  void aManifestThatNobodyCanReadKeepsTheSharesOfItsType() {
    var stage = artifact("extract", "x");
    hoard.commit(share("extract", "a"));
    var other = hoard.commit(share("synthesize", "b"));
    hoard.put(stage + "/manifest.json", "{\"format\": 7}");
    hoard.run("p", "r1", 90, SUCCEEDED, stage);

    assertThat(hoard.goes(1)).containsExactly(other);
    assertThat(hoard.plan(1).doubts())
        .singleElement()
        .asString()
        .contains(stage)
        .contains("every share of extract stays");
  }

  @Test
  void aListingThatNobodyCanReadKeepsEveryCatalog() {
    hoard.commit(artifact("catalog", "photos"));
    var model = hoard.commit(artifact("train", "model"));
    hoard.put("pipelines/p/sources/" + hex("photos") + ".json", "[]");
    hoard.run("p", "r1", 90, SUCCEEDED);

    assertThat(hoard.goes(1)).containsExactly(model);
  }

  @Test
  void whatIsNotLaidOutByThisProgramIsNeverTouched() {
    for (var key :
        List.of(
            "notes.txt",
            "artifacts/README",
            "artifacts/train/not-a-fingerprint/model.bin",
            "artifacts/extract/shares/x/y",
            "work/mine/file",
            "pipelines/p/notes",
            "backup/artifacts/train/" + hex("x") + "/manifest.json")) {
      hoard.put(key, "mine");
    }

    assertThat(hoard.goes(0)).isEmpty();
    assertThat(hoard.plan(0).kept()).isZero();
  }

  @Test
  void withoutAnAnswerOfTheStoreThereIsNoPlan() {
    hoard.run("p", "r1", 90, SUCCEEDED);
    hoard.commit(artifact("train", "model"));
    for (int k = 1; k <= 3; k++) {
      hoard.seenAs(DyingStore.dyingAt(k, false, hoard.store()));

      assertThatThrownBy(() -> hoard.sweep().plan(Hoard.keep(1)))
          .isInstanceOf(StoreException.class)
          .hasMessage("killed");
    }
  }

  @Test
  void bytesAreCounted() {
    var model = hoard.put(artifact("train", "model") + "/m.bin", "12345");
    hoard.daysAgo(1).put(artifact("train", "next") + "/m.bin", "123");

    var plan = hoard.plan(1);

    assertThat(plan.bytes()).isEqualTo(5);
    assertThat(plan.keptBytes()).isEqualTo(3);
    assertThat(plan.removals().get(0).objects()).isEqualTo(1);
    assertThat(model).startsWith(plan.removals().get(0).place().prefix());
  }
}
