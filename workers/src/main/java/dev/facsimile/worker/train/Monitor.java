package dev.facsimile.worker.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.evaluate.GroundTruth;
import dev.facsimile.worker.evaluate.Metrics;
import dev.facsimile.worker.extract.Extraction;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.search.Search;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput.Progress;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;

/**
 * Measures a network while it trains: micro-AP of a challenge, described at the training's size.
 * Nothing in the network changes by it. One line of {@code monitor.jsonl} per measurement.
 */
final class Monitor {
  /** Name of the object. */
  static final String FILE_NAME = "monitor.jsonl";

  private static final int BATCH_SIZE = 16;
  private static final int PAIRS_KEPT = 500_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrainSpec spec;
  private final ImageCollection queries;
  private final ImageCollection references;
  private final GroundTruth truth;
  private final Progress progress;
  private final StringBuilder lines;
  private long measuredStep;

  private Monitor(
      TrainSpec spec, StageInputs inputs, GroundTruth truth, Progress progress, String lines)
      throws IOException {
    this.spec = spec;
    this.queries = inputs.images("monitor.queries");
    this.references = inputs.images("monitor.references");
    this.truth = truth;
    this.progress = progress;
    this.lines = new StringBuilder(lines);
    this.measuredStep = lastStep(lines);
  }

  /**
   * The monitor of a training.
   *
   * @param lines what it has measured before
   */
  static Monitor of(TrainSpec spec, StageInputs inputs, Progress progress, String lines)
      throws IOException {
    var file = inputs.file("monitor.truth", GroundTruth.OBJECT);
    return new Monitor(spec, inputs, GroundTruth.read(file), progress, lines);
  }

  /** Whether the network is measured before an epoch, or after the last one. */
  boolean isDue(int epoch) {
    return epoch % spec.monitor().everyEpochs() == 0 || epoch == spec.epochs();
  }

  /** Measures the network as it is, unless that was done before the training was stopped here. */
  void measure(NDManager manager, DescriptorNetwork network, long step, int epoch)
      throws IOException, InterruptedException {
    if (step == measuredStep) {
      return;
    }
    var model =
        new StoredModel(
            spec.network(), new Tensors("the network in training", network.modelState()));
    var matches =
        Search.bestPairs(
            describe(queries, manager, model),
            describe(references, manager, model),
            MatchSpec.Metric.L2,
            PAIRS_KEPT);
    double microAp = Metrics.microAp(matches, truth);
    progress.figure("microAp", microAp);
    var line = JSON.createObjectNode().put("step", step).put("epoch", epoch);
    TrainingLog.put(line, "microAp", microAp);
    lines.append(line).append('\n');
    measuredStep = step;
  }

  private static long lastStep(String lines) throws IOException {
    var last = lines.strip();
    return JSON.readTree(last.substring(last.lastIndexOf('\n') + 1)).path("step").asLong(-1);
  }

  /** The lines so far. */
  String lines() {
    return lines.toString();
  }

  private Descriptors describe(ImageCollection images, NDManager manager, StoredModel model)
      throws IOException, InterruptedException {
    return Extraction.byNetwork(
            images, manager, model, spec.sizePx(), spec.network().gemExponent(), BATCH_SIZE)
        .descriptors();
  }
}
