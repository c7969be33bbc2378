package dev.facsimile.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.model.BatchUpload;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.model.WaveRows;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.views.Batch;
import dev.facsimile.worker.views.BatchPrefetcher;
import dev.facsimile.worker.views.PkSampler;
import dev.facsimile.worker.views.TrainTransform;
import dev.facsimile.worker.views.ViewCache;
import dev.facsimile.worker.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The steps of a training from where its state is to the end, and what they leave behind. */
final class TrainingLoop {
  private static final int READ_AHEAD = 3;
  private static final long CHECKPOINT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TrainSpec spec;
  private final TrainingState state;
  private final Views views;
  private final StageOutput output;
  private final LongSupplier nanos;
  private final TrainingStep training;
  private final LearningRateSchedule schedule;
  private final long totalSteps;
  private final BatchUpload upload = new BatchUpload();

  /**
   * Where batches come from.
   *
   * @param sampler the steps' views
   * @param calibration views for batch-norm statistics
   */
  record Views(
      PkSampler sampler, PkSampler calibration, ViewCache cache, TrainTransform transform) {}

  TrainingLoop(
      TrainSpec spec, TrainingState state, Views views, StageOutput output, LongSupplier nanos) {
    this.spec = spec;
    this.state = state;
    this.views = views;
    this.output = output;
    this.nanos = nanos;
    this.training =
        new TrainingStep(state.network(), state.optimizer(), spec.loss(), spec.batchNorm());
    this.schedule = new LearningRateSchedule(spec.optimizer(), spec.epochs());
    this.totalSteps = (long) spec.epochs() * spec.iterationsPerEpoch();
  }

  void run() throws IOException, InterruptedException {
    if (!state.resumed()) {
      calibrate();
    }
    train();
    measureBefore(spec.epochs());
    write();
  }

  /** Sets batch-norm statistics to their mean over a few batches. */
  private void calibrate() throws IOException, InterruptedException {
    int batches = spec.calibrationIterations();
    try (var prefetcher = prefetcher(views.calibration, "calibrate", 0, batches)) {
      for (int i = 0; i < batches; i++) {
        stopWhenInterrupted();
        var batch = prefetcher.next();
        try (var images = upload(batch)) {
          state.network().estimateStatistics(images, 1.0 / (i + 1));
        }
        output.progress().at(i + 1, batches, "calibration batches");
      }
    }
  }

  private void train() throws IOException, InterruptedException {
    long first = state.optimizer().step();
    long lastCheckpoint = nanos.getAsLong();
    long rateFrom = lastCheckpoint;
    long rateWaited = 0;
    long rateStep = first;
    long kept = first;
    try (var prefetcher = prefetcher(views.sampler, "train", first, totalSteps)) {
      for (long step = first; step < totalSteps; step++) {
        stopWhenInterrupted();
        int epoch = (int) (step / spec.iterationsPerEpoch());
        if (step % spec.iterationsPerEpoch() == 0) {
          measureBefore(epoch);
        }
        step(prefetcher.next(), epoch);
        long now = nanos.getAsLong();
        if (now - rateFrom >= RATE_NANOS) {
          rates(step + 1 - rateStep, now - rateFrom, prefetcher.waitedNanos() - rateWaited);
          rateFrom = now;
          rateWaited = prefetcher.waitedNanos();
          rateStep = step + 1;
        }
        if ((step + 1) % spec.checkpointSteps() == 0 || now - lastCheckpoint >= CHECKPOINT_NANOS) {
          keep();
          kept = step + 1;
          lastCheckpoint = nanos.getAsLong();
        }
      }
    } catch (InterruptedException e) {
      // Interruptions show between steps alone, where the state is whole.
      if (state.optimizer().step() > kept) {
        keep();
      }
      throw e;
    }
  }

  private void keep() throws IOException {
    state.checkpoint().save(output.checkpoints(), output.scratch());
  }

  private void step(Batch batch, int epoch) {
    double learningRate = schedule.learningRate(epoch);
    var waves = new ArrayList<WaveRows>();
    for (int shard = 0; shard < spec.batchShards(); shard++) {
      var random = Philox.of(spec.seed(), "waves", batch.step(), shard);
      waves.add(WaveRows.draw(random, spec.network(), spec.sizePx()));
    }
    TrainingStep.Losses losses;
    try (var images = upload(batch)) {
      losses = training.run(images, batch.classes(), waves, learningRate);
    }
    var terms = new TreeMap<>(losses.terms());
    terms.put("total", losses.total());
    state.log().add(batch.step() + 1, epoch, learningRate, terms);
    output.progress().at(batch.step() + 1, totalSteps, "steps");
    output.progress().figure("loss", losses.total());
  }

  private void rates(long steps, long elapsedNanos, long waitedNanos) {
    double images = (double) steps * spec.idsPerBatch() * spec.viewsPerId();
    output.progress().figure("imagesPerSecond", images * 1e9 / elapsedNanos);
    output.progress().figure("dataWaitShare", (double) waitedNanos / elapsedNanos);
  }

  private void measureBefore(int epoch) throws IOException, InterruptedException {
    if (state.monitor() != null && state.monitor().isDue(epoch)) {
      long step = (long) epoch * spec.iterationsPerEpoch();
      state.monitor().measure(state.manager(), state.network(), step, epoch);
    }
  }

  private void write() throws IOException {
    requireFinite();
    StoredModel.write(output, spec.network(), state.network().modelState());
    int lastEpoch = Math.max(0, spec.epochs() - 1);
    state.log().end(totalSteps, lastEpoch, schedule.learningRate(lastEpoch));
    Files.writeString(output.create(TrainingLog.FILE_NAME), state.log().lines());
    if (state.monitor() != null) {
      Files.writeString(output.create(Monitor.FILE_NAME), state.monitor().lines());
    }
    output.count("steps", totalSteps);
  }

  /** The last update's losses are never computed, so its weights are looked at. */
  private void requireFinite() {
    for (var named : state.network().modelState().entrySet()) {
      if (named.getValue().dtype() == DType.F32) {
        for (float value : named.getValue().floats()) {
          if (!Float.isFinite(value)) {
            throw new TaskException(
                ExitCode.DIVERGED,
                "training diverged at step %d: %s holds %s; lower optimizer.learningRate"
                    .formatted(totalSteps, named.getKey(), value));
          }
        }
      }
    }
  }

  private BatchPrefetcher prefetcher(PkSampler sampler, String stream, long from, long to) {
    var recipe =
        new BatchPrefetcher.Recipe(sampler, views.cache, views.transform, spec.seed(), stream);
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new BatchPrefetcher(recipe, from, to, threads, READ_AHEAD);
  }

  private NDArray upload(Batch batch) {
    var shape = new Shape(batch.classes().length, 3, spec.sizePx(), spec.sizePx());
    return upload.copy(state.manager(), shape, List.of(batch.pixels()));
  }

  private static void stopWhenInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("training stopped");
    }
  }
}
