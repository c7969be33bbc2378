package dev.facsimile.worker.train;

import dev.facsimile.pipeline.spec.Precision;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.views.PkSampler;
import dev.facsimile.worker.views.TrainTransform;
import dev.facsimile.worker.views.ViewCache;
import dev.facsimile.worker.views.ViewIndex;
import dev.facsimile.worker.views.ViewReader;
import java.io.IOException;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Trains a descriptor network on the views of a dataset: {@code model.json} and {@code
 * weights.safetensors}, {@code training.jsonl} with the losses, and {@code monitor.jsonl} when a
 * monitor is asked for. Killed and started again it goes on at its last checkpoint; on a CPU its
 * results are then, byte for byte, those of an undisturbed training.
 */
public final class TrainStage implements Stage<TrainSpec> {
  private static final String DATASET = "dataset";

  private final LongSupplier nanos;

  /** A stage that measures rates and the time between checkpoints by the system's clock. */
  public TrainStage() {
    this(System::nanoTime);
  }

  TrainStage(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void run(TrainSpec spec, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    check(spec);
    var dataset = inputs.artifact(DATASET);
    var index = ViewIndex.of(dataset);
    long cacheBytes = Runtime.getRuntime().maxMemory() / 3;
    var views =
        new TrainingLoop.Views(
            new PkSampler(index, spec.idsPerBatch(), spec.viewsPerId(), spec.seed(), "train"),
            new PkSampler(index, spec.idsPerBatch(), spec.viewsPerId(), spec.seed(), "calibrate"),
            new ViewCache(index, new ViewReader(dataset), spec.sizePx(), cacheBytes),
            new TrainTransform(spec.sizePx(), spec.cropPaddingPx(), spec.flipProbability()));
    var architecture = Architecture.of(spec.network(), spec.loss(), index.classes());
    output.count("images", index.groups().size());
    output.count("classes", index.classes());
    try (var manager = TensorEngine.open(spec.threads());
        var state = TrainingState.open(manager, spec, architecture, inputs, output)) {
      output.device(TensorEngine.deviceKind(manager));
      new TrainingLoop(spec, state, views, output, nanos).run();
    }
  }

  private static void check(TrainSpec spec) {
    int batch = spec.idsPerBatch() * spec.viewsPerId();
    if (spec.precision() != Precision.FLOAT32) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "precision: the engine cannot train in "
              + spec.precision().name().toLowerCase(Locale.ROOT)
              + "; set precision: float32");
    }
    if (batch % spec.batchShards() != 0 || batch / spec.batchShards() < 2) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "batchShards: a batch of %d x %d = %d views cannot be cut into %d equal parts of at least 2"
              .formatted(spec.idsPerBatch(), spec.viewsPerId(), batch, spec.batchShards()));
    }
  }
}
