package dev.facsimile.operator.survey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.task.WorkerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of one source and one divided stage, whose workers are played by the test. */
class RunSurveyTest {
  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: one, namespace: red}
      spec:
        sources: {photos: {images: {uri: photos}}}
        stages: [{name: dataset, synthesize: {images: photos, imagesPerShare: 10}}]
      """;
  private static final Keys KEYS = new Keys("red");

  @TempDir private Path folder;

  private final Plan plan = Planner.plan(PipelineReader.read(PIPELINE));
  private final List<Step> steps = Step.of(plan, (uri, endpoint, secret) -> uri);
  private DirectoryStore store;
  private Artifacts artifacts;
  private RunSurvey survey;

  @BeforeEach
  void openStore() {
    store = new DirectoryStore(folder.resolve("store"));
    artifacts = new Artifacts(store, KEYS, new LocalCache(folder.resolve("cache")), 2);
    survey =
        new RunSurvey(
            new StoreAccess(store, folder.resolve("cache"), 2), request(), Clock.systemUTC());
  }

  @Test
  void asksForTheListingFirstAndPinsItBeforeItLooks() throws Exception {
    // when
    var facts = survey.answer(request());

    // then
    assertThat(facts.steps().get("dataset")).isEqualTo(new StepFact.Blocked(List.of("photos")));
    var listing = (StepFact.Missing) facts.steps().get("photos");
    assertThat(task(listing).stage()).isEqualTo("catalog");
    assertThat(record().outcome()).isEqualTo(RunRecord.RUNNING);
    assertThat(record().pins())
        .contains(KEYS.relative(task(listing).shares().get(0).key()))
        .contains(KEYS.relative(listing.taskKey()));
  }

  @Test
  void asksForTheMissingSharesAloneAndJoinsThemWhenAllAreThere() throws Exception {
    // given a listed source, and one share that an earlier run has made
    list();
    var first = (StepFact.Missing) survey.answer(request()).steps().get("dataset");
    assertThat(first.missing()).isEqualTo(first.total()).isGreaterThan(2);
    make(task(first).shares().get(0));

    // when
    var second = (StepFact.Missing) survey.answer(request()).steps().get("dataset");

    // then
    assertThat(second.missing()).isEqualTo(first.total() - 1);
    assertThat(second.total()).isEqualTo(first.total());

    // and when workers have made the rest
    for (var share : task(second).shares()) {
      make(share);
    }
    var facts = survey.answer(request());
    var present = (StepFact.Present) facts.steps().get("dataset");
    assertThat(present.shares()).isEqualTo(first.total());
    assertThat(artifacts.find(present.key()).orElseThrow().digest()).isEqualTo(present.digest());
    assertThat(facts.conclusion()).hasValueSatisfying(c -> assertThat(c.passed()).isTrue());
    assertThat(facts.recorded()).isEqualTo(RunRecord.SUCCEEDED);
    assertThat(record().stages()).singleElement().satisfies(s -> assertThat(s.cached()).isTrue());
  }

  @Test
  void theRecordTellsWhatTheRunsOwnJobsMade() throws Exception {
    list();
    var missing = (StepFact.Missing) survey.answer(request()).steps().get("dataset");
    for (var share : task(missing).shares()) {
      make(share);
    }

    survey.answer(request(Set.of(missing.id()), Set.of()));

    assertThat(record().stages()).singleElement().satisfies(s -> assertThat(s.cached()).isFalse());
  }

  @Test
  void removesADamagedArtifactWithItsSharesOnceHoweverOftenItIsAsked() throws Exception {
    // given a finished stage
    list();
    var missing = (StepFact.Missing) survey.answer(request()).steps().get("dataset");
    for (var share : task(missing).shares()) {
      make(share);
    }
    var present = (StepFact.Present) survey.answer(request()).steps().get("dataset");
    var discarding = request(Set.of(), Set.of(present.key()));

    // when
    var facts = survey.answer(discarding);

    // then all of it is made again
    assertThat(facts.discarded()).containsExactly(present.key());
    var again = (StepFact.Missing) facts.steps().get("dataset");
    assertThat(again.missing()).isEqualTo(again.total());
    for (var share : task(again).shares()) {
      make(share);
    }

    // and what was made again stays
    assertThat(survey.answer(discarding).steps().get("dataset"))
        .isInstanceOf(StepFact.Present.class);
  }

  private SurveyRequest request() {
    return request(Set.of(), Set.of());
  }

  private SurveyRequest request(Set<String> attempted, Set<String> discard) {
    return new SurveyRequest(
        "uid",
        "one-g1",
        Instant.parse("2026-01-01T00:00:00Z"),
        plan,
        steps,
        Set.of(),
        Set.of(),
        attempted,
        discard,
        "",
        true);
  }

  private WorkerTask task(StepFact.Missing missing) throws IOException {
    return WorkerTask.fromJson(store.readIfPresent(missing.taskKey()).orElseThrow());
  }

  private RunRecord record() throws IOException {
    var key = KEYS.run("one", "one-g1") + "/run.json";
    return RunHistory.read(store.readIfPresent(key).orElseThrow(), key);
  }

  private void list() throws IOException {
    var entries = new ArrayList<Catalog.Entry>();
    for (int i = 0; i < 60; i++) {
      var id = "photo" + i;
      entries.add(new Catalog.Entry(id, id + ".jpg", 1, "%064x".formatted(i), "", 0));
    }
    var catalog = Catalog.of(entries);
    var key = KEYS.artifact("catalog", catalog.digest());
    var file = Files.write(folder.resolve("catalog.csv"), catalog.csv());
    commit(key, "catalog", catalog.digest(), Catalog.FILE_NAME, file);
    var request = steps.get(0).source().orElseThrow();
    var parts =
        request.parts().stream()
            .map(part -> new SourceListing.ListedPart(part, key, catalog.digest(), 60))
            .toList();
    store.put(
        KEYS.listing("one", request.fingerprint()),
        new SourceListing(SourceListing.FORMAT, request.location(), null, parts).toJson());
  }

  private void make(WorkerTask.Share share) throws IOException {
    var file = Files.write(folder.resolve("views.csv"), share.fingerprint().getBytes(UTF_8));
    commit(share.key(), "synthesize", share.fingerprint(), "views.csv", file);
  }

  private void commit(String key, String type, String fingerprint, String name, Path file)
      throws IOException {
    var counts = new TreeMap<>(Map.of("images", 1L));
    var draft =
        new Manifest(Manifest.FORMAT, type, 1, fingerprint, null, null, null, counts, null, "java");
    artifacts.commit(key, draft, new TreeMap<>(Map.of(name, file)));
  }
}
