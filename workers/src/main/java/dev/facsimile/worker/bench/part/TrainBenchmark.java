package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.worker.bench.BenchSettings.Network;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.model.MultiplyAdds;
import dev.facsimile.worker.synthesize.SynthesizeStage;
import dev.facsimile.worker.train.TrainStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Steps of the train stage as it is, on views made by the synthesize stage: reading, transform,
 * forward, all losses, backward, Adam.
 */
final class TrainBenchmark implements Benchmark {
  /** Forward, and backward to inputs and to weights, each as much again. */
  private static final int PASSES = 3;

  private final Pictures pictures;
  private final Network network;
  private final int threads;
  private final Path scratch;

  TrainBenchmark(Pictures pictures, Network network, int threads, Path scratch) {
    this.pictures = pictures;
    this.network = network;
    this.threads = threads;
    this.scratch = scratch.resolve("train");
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    var dataset = dataset(pictures, network, scratch.resolve("dataset"));
    var spec = StageSpecs.train(network, 1, threads);
    var device = new String[1];
    var timings =
        LapProgress.time(
            watch,
            progress -> {
              var output = new StageFiles(scratch.resolve("model"), progress);
              try {
                new TrainStage()
                    .run(spec, new GivenInputs(Map.of(), Map.of("dataset", dataset)), output);
              } finally {
                device[0] = output.device();
              }
            });
    int batch = network.idsPerBatch() * network.viewsPerId();
    double gmac = PASSES * batch * (MultiplyAdds.forward(spec.network(), network.sizePx()) / 1e9);
    var input =
        "P x K = %d x %d views of %d px, ResNet-50 of width %d, %.1f GMAC a step, %d threads, %s"
            .formatted(
                network.idsPerBatch(),
                network.viewsPerId(),
                network.sizePx(),
                network.width(),
                gmac,
                threads,
                device[0]);
    return List.of(
        Figure.milliseconds("training", timings, "ms/step", input),
        Figure.rate("training", timings, batch, "images/s", input));
  }

  /** As many images as a batch has, each with as many views as a batch has of it. */
  static StageArtifact dataset(Pictures pictures, Network network, Path directory)
      throws IOException, InterruptedException {
    var output = new StageFiles(directory, LapProgress.ignored());
    var images = new GeneratedImages(pictures, network.idsPerBatch());
    new SynthesizeStage(BuiltInRecipes.read("isc21"))
        .run(StageSpecs.synthesize(network), GivenInputs.ofImages(images), output);
    return output.artifact("synthesize");
  }
}
