package dev.facsimile.worker.bench.part;

import dev.facsimile.worker.bench.BenchSettings.Network;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.extract.ExtractStage;
import dev.facsimile.worker.model.MultiplyAdds;
import dev.facsimile.worker.train.TrainStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The extract stage as it is: decoding, all scales, the network with its initial weights. */
final class ExtractBenchmark implements Benchmark {
  /** More batches than any measurement needs. */
  private static final int BATCHES = 10_000;

  private final Pictures pictures;
  private final Network network;
  private final int threads;
  private final Path scratch;

  ExtractBenchmark(Pictures pictures, Network network, int threads, Path scratch) {
    this.pictures = pictures;
    this.network = network;
    this.threads = threads;
    this.scratch = scratch.resolve("extract");
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    var model = model();
    var images = new GeneratedImages(pictures, BATCHES * network.batchSize());
    var inputs = new GivenInputs(Map.of("images", images), Map.of("model", model));
    var device = new String[1];
    var timings =
        LapProgress.time(
            watch,
            progress -> {
              var output = new StageFiles(scratch.resolve("descriptors"), progress);
              try {
                new ExtractStage().run(StageSpecs.extract(network, threads), inputs, output);
              } finally {
                device[0] = output.device();
              }
            });
    var spec = StageSpecs.train(network, 0, threads).network();
    double gmac = 0;
    for (int side : network.scalesPx()) {
      gmac += MultiplyAdds.forward(spec, side) / 1e9;
    }
    var input =
        "JPEG %s, ResNet-50 of width %d at %s px, %.2f GMAC an image, batches of %d, %d threads, %s"
            .formatted(
                pictures.size(),
                network.width(),
                network.scalesPx(),
                gmac,
                network.batchSize(),
                threads,
                device[0]);
    return List.of(Figure.rate("extraction", timings, network.batchSize(), "images/s", input));
  }

  /** A network with the weights that training would start from. */
  private StageArtifact model() throws IOException, InterruptedException {
    var dataset = TrainBenchmark.dataset(pictures, network, scratch.resolve("dataset"));
    var output = new StageFiles(scratch.resolve("model"), LapProgress.ignored());
    new TrainStage()
        .run(
            StageSpecs.train(network, 0, threads),
            new GivenInputs(Map.of(), Map.of("dataset", dataset)),
            output);
    return output.artifact("train");
  }
}
