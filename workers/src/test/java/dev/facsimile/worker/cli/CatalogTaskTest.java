package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that looks at a source for the operator. */
class CatalogTaskTest {
  private static final Keys KEYS = new Keys("default");

  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;
  private DirectoryStore store;

  @BeforeEach
  void drawPictures() {
    tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
    tiny.replace("  stages:", "    half: {slice: {of: photos, toPercent: 50}}\n  stages:");
    tiny.replace(
        "    - name: thumbnails",
        "    - name: some\n      extract: {images: half, thumbnail: {sidePx: 4}}\n    - name: thumbnails");
    store = new DirectoryStore(folder.resolve("store"));
  }

  @Test
  void leavesTheSameCatalogsAsALocalRunAndAListingThatNamesThem() throws Exception {
    // given what a local run makes of the pipeline
    var local = new DirectoryStore(folder.resolve("local"));
    tiny.run(local);
    var question = question("photos");

    // when a worker looks at the source
    var result = work(question, PlannedSource.CATALOG_VERSION);

    // then its catalogs are the same objects under the same keys
    assertThat(result.exitCode()).as(result.err()).isZero();
    var catalogs = TinyPipeline.artifacts(local);
    catalogs.keySet().removeIf(key -> !key.contains("/catalog/"));
    assertThat(catalogs).hasSize(4);
    assertThat(TinyPipeline.artifacts(store)).isEqualTo(catalogs);
    // and the listing answers for each part
    var key = KEYS.listing("tiny", question.fingerprint());
    var listing = SourceListing.fromJson(read(key), key);
    assertThat(listing.location()).isEqualTo(question.location());
    assertThat(listing.parts().stream().map(SourceListing.ListedPart::part).toList())
        .isEqualTo(question.parts());
    assertThat(listing.parts()).anyMatch(part -> part.images() == 12);
    assertThat(listing.parts())
        .allSatisfy(part -> assertThat(catalogs).containsKey(part.key() + "/manifest.json"));
    // and no report of its progress is left
    assertThat(store.list(KEYS.work(question.fingerprint()))).isEmpty();
  }

  @Test
  void replacesTheListingWhenTheSourceHasChanged() throws Exception {
    // given
    var question = question("photos");
    work(question, PlannedSource.CATALOG_VERSION);
    tiny.draw(12, 15);

    // when
    work(question, PlannedSource.CATALOG_VERSION);

    // then
    var key = KEYS.listing("tiny", question.fingerprint());
    assertThat(SourceListing.fromJson(read(key), key).parts())
        .anyMatch(part -> part.images() == 15);
  }

  @Test
  void saysWhichSourceHasNothingLeftAndWhereItIs() throws Exception {
    tiny.replace("toPercent: 50", "toPercent: 0.01");

    var result = work(question("photos"), PlannedSource.CATALOG_VERSION);

    assertThat(result.exitCode()).isEqualTo(66);
    assertThat(result.err())
        .contains("source photos (slice 0.0 % to 0.01 %): no picture is left")
        .contains(tiny.photos().toString());
  }

  @Test
  void digestsAFileAndComparesItWithWhatIsAskedFor() throws Exception {
    // given
    var file = Files.writeString(folder.resolve("truth.csv"), "q,r\n");
    var digest = Digests.sha256(file);
    var right = new SourceRequest("truth", file.toString(), true, digest, List.of());
    var wrong = new SourceRequest("truth", file.toString(), true, "0".repeat(64), List.of());
    var missing = new SourceRequest("truth", file + "x", true, null, List.of());

    // when
    var found = work(right, PlannedSource.CATALOG_VERSION);
    var other = work(wrong, PlannedSource.CATALOG_VERSION);
    var none = work(missing, PlannedSource.CATALOG_VERSION);

    // then
    assertThat(found.exitCode()).as(found.err()).isZero();
    var key = KEYS.listing("tiny", right.fingerprint());
    assertThat(SourceListing.fromJson(read(key), key).sha256()).isEqualTo(digest);
    assertThat(other.exitCode()).isEqualTo(65);
    assertThat(other.err()).contains("source truth: ").contains("the pipeline asks for 000");
    assertThat(none.exitCode()).isEqualTo(66);
    assertThat(none.err()).contains("source truth: there is no file");
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() throws Exception {
    var result = work(question("photos"), PlannedSource.CATALOG_VERSION + 1);

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("of catalog, the run was frozen with version");
  }

  private SourceRequest question(String source) throws Exception {
    var plan = Planner.plan(PipelineReader.read(tiny.file()));
    return SourceRequest.of(plan, (uri, endpoint, secret) -> folder.resolve(uri).toString())
        .get(source);
  }

  private Terminal work(SourceRequest question, int version) throws Exception {
    var share =
        new WorkerTask.Share(
            question.fingerprint(), KEYS.listing("tiny", question.fingerprint()), 0, 0);
    var task =
        new WorkerTask(
            WorkerTask.FORMAT,
            KEYS.namespace(),
            PlannedSource.CATALOG,
            version,
            new ObjectMapper().valueToTree(question),
            null,
            new TreeMap<>(Map.of()),
            List.of(share));
    var json = task.toJson();
    var sha256 = Digests.sha256(json);
    store.put(KEYS.task(sha256), json);
    return Terminal.type(
        "work",
        "--store",
        folder.resolve("store").toString(),
        "--task",
        KEYS.task(sha256),
        "--sha256",
        sha256);
  }

  private byte[] read(String key) throws Exception {
    try (var content = store.open(key)) {
      return content.readAllBytes();
    }
  }
}
