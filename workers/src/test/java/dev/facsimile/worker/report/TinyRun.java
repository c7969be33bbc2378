package dev.facsimile.worker.report;

import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.worker.evaluate.EvaluateStage;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.PngEncoder;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.stage.StageInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a small run left behind: queries "a" to "d" are copies of references "ra" to "rd", "x" and
 * "y" are not. The network finds a and b, takes x for ra, ranks rc second and has no pair (d, rd);
 * the thumbnail finds a alone. Everything but the evaluations is made up.
 */
final class TinyRun {
  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: tiny}
      spec:
        sources:
          photos: {images: {uri: photos}}
          others: {images: {uri: others}}
          start: {file: {uri: start.safetensors}}
        recipes:
          mine:
            - {probability: 0.5, blur: {}}
            - {probability: 0, emoji: {}}
        stages:
          - name: views
            synthesize: {images: photos, recipe: mine}
          - name: trained
            train: {dataset: views, initialWeights: start}
          - name: dev
            challenge: {references: photos, distractors: others}
          - name: referenceVectors
            extract: {images: photos, model: trained}
          - name: queryVectors
            extract: {images: dev, model: trained}
          - name: stretched
            normalize: {descriptors: queryVectors, background: referenceVectors, side: queries, method: {stretch: {}}}
          - name: matches
            match: {queries: stretched, references: referenceVectors}
          - name: greyReferences
            extract: {images: photos, thumbnail: {}}
          - name: greyQueries
            extract: {images: dev, thumbnail: {}}
          - name: greyMatches
            match: {queries: greyQueries, references: greyReferences}
          - name: score
            evaluate: {matches: matches, truth: dev, compareWith: [greyMatches], bootstrapSamples: 50}
          - name: greyScore
            evaluate: {matches: greyMatches, truth: dev, bootstrapSamples: 0}
      """;

  static final RunSummary SUMMARY =
      new RunSummary(
          "tiny",
          "tiny-1",
          Instant.parse("2026-03-01T12:04:07Z"),
          Duration.ofSeconds(61),
          List.of(),
          "./facsimile run tiny.yaml");

  private final Plan plan = Planner.plan(PipelineReader.read(PIPELINE));
  private final Path scratch;
  private final Map<String, InMemoryArtifact> artifacts = new TreeMap<>();
  private final List<FinishedStage> stages = new ArrayList<>();

  private TinyRun(Path scratch) {
    this.scratch = scratch;
  }

  /** The finished stages; the evaluations are worked on for real. */
  static List<FinishedStage> stages(Path scratch) throws Exception {
    var run = new TinyRun(scratch);
    run.finish("views", inputs(), "views.tar", "");
    run.finish("trained", inputs(), "training.jsonl", TRAINING, "monitor.jsonl", MONITOR);
    run.finish("dev", inputs(), "ground_truth.csv", truth(), "edits.csv", edits());
    var queries = pictures("a", "b", "c", "d", "x", "y");
    var references = pictures("ra", "rb", "rc", "rd");
    for (var side : List.of("referenceVectors", "greyReferences")) {
      run.finish(side, new InMemoryInputs().withImages("images", references), "v.h5", "");
    }
    for (var side : List.of("queryVectors", "greyQueries")) {
      run.finish(side, new InMemoryInputs().withImages("images", queries), "v.h5", "");
    }
    run.finish("stretched", inputs(), "v.h5", "");
    run.finish(
        "matches",
        inputs(),
        "matches.csv",
        matches(
            "a,ra,-0.1",
            "b,rb,-0.2",
            "x,ra,-0.3",
            "c,rd,-0.4",
            "y,rb,-0.5",
            "c,rc,-0.6",
            "d,ra,-0.7",
            "a,rb,-0.8"));
    run.finish(
        "greyMatches", inputs(), "matches.csv", matches("x,rc,-0.1", "a,ra,-0.2", "b,rc,-0.3"));
    run.evaluate("score", "matches", "greyMatches");
    run.evaluate("greyScore", "greyMatches");
    return run.stages;
  }

  private static final String TRAINING =
      """
      {"step":100,"epoch":1,"learningRate":1e-4,"total":9.5,"triplet":0.8}
      {"step":200,"epoch":2,"learningRate":2e-4,"total":7.5,"triplet":0.6}
      """;

  private static final String MONITOR =
      """
      {"step":0,"epoch":0,"microAp":0.25}
      {"step":200,"epoch":2,"microAp":0.5}
      """;

  private static String truth() {
    var rows =
        List.of(
            List.of("a", "ra"),
            List.of("b", "rb"),
            List.of("c", "rc"),
            List.of("d", "rd"),
            List.of("x", ""),
            List.of("y", ""));
    return csv(List.of("query_id", "reference_id"), rows);
  }

  private static String edits() {
    var rows =
        List.of(
            List.of("a", "blur"),
            List.of("b", "emoji"),
            List.of("c", "emoji"),
            List.of("d", "blur"),
            List.of("d", "emoji"));
    return csv(List.of("query_id", "edit"), rows);
  }

  private static String matches(String... rows) {
    var split = new ArrayList<List<String>>();
    for (var row : rows) {
      split.add(List.of(row.split(",")));
    }
    return csv(List.of("query_id", "reference_id", "score"), split);
  }

  private static String csv(List<String> header, List<List<String>> rows) {
    return new String(Csv.bytes(header, rows), StandardCharsets.UTF_8);
  }

  private static InMemoryInputs inputs() {
    return new InMemoryInputs();
  }

  /** Grey squares; the last of them is no picture at all. */
  private static InMemoryImages pictures(String... ids) {
    var encoded = new TreeMap<String, byte[]>();
    for (int i = 0; i < ids.length; i++) {
      encoded.put(ids[i], PngEncoder.encode(Pixels.filled(4, 4, 40 * i, 40 * i, 40 * i)));
    }
    encoded.put(ids[ids.length - 1], new byte[] {1, 2, 3});
    return new InMemoryImages(encoded);
  }

  private void finish(String name, StageInputs inputs, String... objects) {
    var named = new TreeMap<String, byte[]>();
    for (int i = 0; i < objects.length; i += 2) {
      named.put(objects[i], objects[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    add(name, inputs, InMemoryArtifact.of(plan.stage(name).type().key(), named));
  }

  private void evaluate(String name, String matches, String... rivals) throws Exception {
    var inputs =
        new InMemoryInputs()
            .withArtifacts("matches", artifacts.get(matches))
            .withArtifacts("truth", artifacts.get("dev"));
    if (rivals.length > 0) {
      inputs.withArtifacts("compareWith", artifacts.get(rivals[0]));
    }
    var output = new InMemoryOutput(scratch.resolve(name));
    var spec = plan.stage(name).parameters(EvaluateSpec.class);
    new EvaluateStage().run(spec, inputs, output);
    add(name, inputs, InMemoryArtifact.of("evaluate", output));
  }

  private void add(String name, StageInputs inputs, InMemoryArtifact artifact) {
    artifacts.put(name, artifact);
    var planned = plan.stage(name);
    stages.add(
        new FinishedStage(
            name,
            planned.type().key(),
            planned.parameters(),
            inputs,
            artifact,
            stages.size() % 2 == 1,
            Duration.ofSeconds(stages.size()),
            "default/artifacts/" + planned.type().key() + "/" + artifact.digest(),
            planned.recipe()));
  }
}
