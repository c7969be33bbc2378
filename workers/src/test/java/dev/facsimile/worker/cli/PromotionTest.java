package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on one machine publishes as the operator does. */
class PromotionTest {
  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: tiny}
      spec:
        sources:
          photos: {images: {uri: photos/}}
          truth: {file: {uri: truth.csv}}
        stages:
          - name: thumbnails
            extract: {images: photos, thumbnail: {sidePx: 4}}
          - name: stretched
            normalize: {descriptors: thumbnails, background: thumbnails, side: queries, method: {stretch: {neighbours: 2}}}
          - name: matches
            match: {queries: stretched, references: thumbnails}
          - name: score
            evaluate: {matches: matches, truth: truth, bootstrapSamples: 0}
        gates: [{of: score, microApGain: {atLeast: 0.01, over: production}}]
        promote: {alias: production, queries: stretched, references: thumbnails, evidence: score}
      """;

  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;

  /** A ground truth of which half is wrong. */
  @BeforeEach
  void aPipelineThatPromotes() {
    tiny = new TinyPipeline(folder, PIPELINE, 4);
    truth("even é/000", "odd/001", "even é/002", "even é/002");
  }

  @Test
  void whatPassesEveryGateIsPublished() throws IOException {
    var result = run();

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("gate passed  score: microApGain there is nothing named \"production\"")
        .containsPattern("(?m)^promoted     production$");
    var release = published();
    assertThat(release.steps())
        .extracting(Release.Step::type)
        .containsExactly("extract", "normalize");
    assertThat(release.space()).hasSize(64);
    var artifacts = TinyPipeline.artifacts(new DirectoryStore(folder.resolve("store")));
    for (var key : release.keys()) {
      assertThat(artifacts).containsKey("default/" + key + "/manifest.json");
    }
  }

  @Test
  void runningAgainChangesNothingAndFailsNoGate() throws IOException {
    run();
    var first = published();

    var again = run();

    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).contains("unchanged    production (run " + first.run() + ")");
    assertThat(published()).isEqualTo(first);
  }

  @Test
  void aBetterRunReplacesItAndRunningThatAgainPassesTheSameGate() throws IOException {
    run();
    var first = published();
    truth("even é/000", "even é/000", "even é/002", "even é/002");

    var better = run();
    var again = run();

    assertThat(better.exitCode()).as(better.out()).isZero();
    assertThat(better.out()).contains("promoted     production (was run " + first.run() + ")");
    assertThat(again.exitCode()).as(again.out()).isZero();
    assertThat(again.out()).contains("over \"production\" is at least 0.0100");
    assertThat(published().previous().run()).isEqualTo(first.run());
  }

  @Test
  void aRunThatIsNoBetterFailsAndPublishesNothing() throws IOException {
    run();
    var first = published();
    tiny.replace("neighbours: 2", "neighbours: 3");

    var result = run();

    assertThat(result.exitCode()).isEqualTo(10);
    assertThat(result.out())
        .contains("gate FAILED  score: microApGain")
        .contains("over \"production\" is below 0.0100")
        .contains("unchanged    production (a gate failed)");
    assertThat(published()).isEqualTo(first);
  }

  @Test
  void aRunOfSomeStagesPublishesNothing() throws IOException {
    var result = run("--only", "matches");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("unchanged    production (only a whole run publishes)");
    assertThat(
            new Releases(new DirectoryStore(folder.resolve("store")), new Keys("default"))
                .find("production"))
        .isEmpty();
  }

  @Test
  void aReleaseThatNobodyCanReadIsNamed() throws IOException {
    run();
    var file = folder.resolve("store/default/releases/production.json");
    Files.writeString(file, "{}");

    var result = run();

    assertThat(result.exitCode()).isEqualTo(74);
    assertThat(result.err()).contains(file.toString()).contains("remove it to publish anew");
    assertThat(file).hasContent("{}");
  }

  private Terminal run(String... options) {
    var arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    arguments[0] = "run";
    arguments[1] = tiny.file().toString();
    arguments[2] = "--store";
    arguments[3] = folder.resolve("store").toString();
    return Terminal.type(arguments);
  }

  private Release published() throws IOException {
    return new Releases(new DirectoryStore(folder.resolve("store")), new Keys("default"))
        .find("production")
        .orElseThrow();
  }

  private void truth(String query, String reference, String secondQuery, String secondReference) {
    var csv =
        "query_id,reference_id\n%s,%s\n%s,%s\n"
            .formatted(query, reference, secondQuery, secondReference);
    tiny.write("truth.csv", csv.getBytes(StandardCharsets.UTF_8));
  }
}
