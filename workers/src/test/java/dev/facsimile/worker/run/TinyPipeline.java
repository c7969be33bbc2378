package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.execute.Spool;
import dev.facsimile.worker.execute.TaskRunner;
import dev.facsimile.worker.views.TinyDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder with drawn pictures and a pipeline file over them that has a stage of every type and
 * runs in a second or two.
 */
public final class TinyPipeline {
  /** Every stage type; four steps of training, a checkpoint after each. */
  public static final String EVERY_STAGE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: tiny}
      spec:
        sources:
          photos: {images: {uri: photos/}}
          training: {slice: {of: photos, fromPercent: 0, toPercent: 60}}
          references: {slice: {of: photos, fromPercent: 60, toPercent: 85}}
          distractors: {slice: {of: photos, fromPercent: 85, toPercent: 100}}
        recipes:
          gentle:
            - {probability: 0.5, flipHorizontally: {}}
            - {probability: 0.5, brightness: {factor: {from: 0.5, to: 1.5}}}
        stages:
          - name: dataset
            synthesize: {images: training, viewsPerImage: 2, recipe: gentle, sizePx: 32, imagesPerShare: 8}
          - name: challenge
            challenge: {references: references, distractors: distractors, copies: 5, distractorQueries: 3, recipe: gentle}
          - name: model
            train:
              dataset: dataset
              network: {width: 4, depths: [1, 1, 1, 1], projectorHidden: 16, projectorOutput: 16, dimensions: 8}
              sizePx: 32
              cropPaddingPx: 2
              epochs: 2
              iterationsPerEpoch: 2
              idsPerBatch: 3
              viewsPerId: 2
              threads: 1
              checkpointSteps: 1
          - name: referenceDescriptors
            extract: {model: model, images: references, scalesPx: [32], threads: 1, imagesPerShare: 5}
          - name: queryDescriptors
            extract: {model: model, images: challenge, scalesPx: [32], threads: 1}
          - name: background
            extract: {model: model, images: training, scalesPx: [32], threads: 1}
          - name: stretched
            normalize: {descriptors: queryDescriptors, background: background, side: queries, method: {stretch: {neighbours: 3}}}
          - name: matches
            match: {queries: stretched, references: referenceDescriptors, keep: 50}
          - name: score
            evaluate: {matches: matches, truth: challenge, bootstrapSamples: 20}
      """;

  /** Thumbnails of the pictures, in shares of four or so: no engine is needed. */
  public static final String THUMBNAILS =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: tiny}
      spec:
        sources:
          photos: {images: {uri: photos/}}
        stages:
          - name: thumbnails
            extract: {images: photos, thumbnail: {sidePx: 4}, imagesPerShare: 4}
      """;

  private final Path folder;
  private String text;

  /** What is in a pipeline file, over pictures that are drawn into the folder {@code photos}. */
  public TinyPipeline(Path folder, String text, int pictures) {
    this.folder = folder;
    set(text);
    draw(0, pictures);
  }

  /** The pipeline file. */
  public Path file() {
    return folder.resolve("tiny.yaml");
  }

  /** The folder of the pictures. */
  public Path photos() {
    return folder.resolve("photos");
  }

  /** What is in the pipeline file. */
  public String text() {
    return text;
  }

  /** Writes another pipeline file. */
  public void set(String newText) {
    text = newText;
    write("tiny.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Changes a part of the pipeline file, which has to be there. */
  public void replace(String part, String with) {
    if (!text.contains(part)) {
      throw new IllegalArgumentException("the pipeline has no " + part);
    }
    set(text.replace(part, with));
  }

  /** Draws pictures with these numbers, each different, in two folders. */
  public void draw(int from, int to) {
    for (int i = from; i < to; i++) {
      write(picture(i), TinyDataset.jpeg(24 + i % 9, i, 0));
    }
  }

  /** Removes what {@link #draw} drew. */
  public void erase(int from, int to) {
    try {
      for (int i = from; i < to; i++) {
        Files.delete(folder.resolve(picture(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file below the folder. */
  public void write(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs all of it. */
  public RecordedRun run(ArtifactStore store) throws Exception {
    return run(store, Map.of());
  }

  /** Runs all of it, with environment variables that say how sources in S3 are reached. */
  public RecordedRun run(ArtifactStore store, Map<String, String> environment) throws Exception {
    return run(store, environment, List.of(), Set.of());
  }

  /** Runs stages of it. */
  public RecordedRun run(
      ArtifactStore store, Map<String, String> environment, List<String> only, Set<String> force)
      throws Exception {
    var plan = Planner.plan(PipelineReader.read(file()));
    var recorded = new RecordedRun();
    var settings = StoreSettings.of(environment, folder).withRetryBudget(Duration.ofMillis(500));
    try (var spool = Spool.open(folder.resolve("tmp"))) {
      var runner = new TaskRunner(store, settings, spool);
      var run =
          new PipelineRun(
              plan, store, runner, folder, recorded, Clock.systemUTC(), System::nanoTime);
      run.run(only, force);
      run.record("Succeeded", List.of(), null);
    }
    return recorded;
  }

  /** What a worker is told of a stage as a whole; what the stage reads is made first. */
  public WorkerTask task(ArtifactStore store, String stage) throws Exception {
    var plan = Planner.plan(PipelineReader.read(file()));
    try (var spool = Spool.open(folder.resolve("tmp"))) {
      var runner = new TaskRunner(store, StoreSettings.of(Map.of(), folder), spool);
      var run = new LocalRun(plan, runner, folder, new RecordedRun(), System::nanoTime);
      for (var before : plan.upTo(List.of(stage))) {
        if (!before.name().equals(stage)) {
          run.make(before, false, draft -> "asked for");
        }
      }
      return run.draft(plan.stage(stage)).orElseThrow().task();
    }
  }

  /** Key and digest of every object below {@code artifacts/}: what a run has to leave behind. */
  public static SortedMap<String, String> artifacts(ArtifactStore store) throws IOException {
    var digests = new TreeMap<String, String>();
    for (var info : store.list("")) {
      if (info.key().contains("/artifacts/")) {
        try (var content = store.open(info.key())) {
          digests.put(info.key(), Digests.sha256(content));
        }
      }
    }
    return digests;
  }

  private static String picture(int number) {
    return "photos/%s/%03d.jpg".formatted(number % 2 == 0 ? "even é" : "odd", number);
  }
}
