package dev.facsimile.worker.views;

import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.worker.random.Philox;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Makes the batches of consecutive steps ready in threads of its own, a few steps ahead of the
 * network. Used by one thread. The draws of a view are named by (seed, stream, step, position), so
 * neither the number of threads nor the first step changes a batch.
 */
public final class BatchPrefetcher implements AutoCloseable {
  private record Pending(Batch batch, List<Future<?>> parts) {}

  private final Recipe recipe;
  private final long endStep;
  private final ExecutorService threads;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long nextStep;
  private long waitedNanos;

  /**
   * What the batches are made of.
   *
   * @param sampler which views a step gets
   * @param cache where they come from
   * @param transform what is done to each
   * @param seed of the transform's draws
   * @param stream name that sets these draws apart from those of other purposes of the same seed
   */
  public record Recipe(
      PkSampler sampler, ViewCache cache, TrainTransform transform, long seed, String stream) {}

  /**
   * Starts to read.
   *
   * @param firstStep the step of the first batch
   * @param endStep the step after the last batch
   * @param threadCount threads that read, decode and transform
   * @param readAhead batches that are ready or being made at a time
   */
  public BatchPrefetcher(
      Recipe recipe, long firstStep, long endStep, int threadCount, int readAhead) {
    this.recipe = recipe;
    this.nextStep = firstStep;
    this.endStep = endStep;
    this.threads = Parallel.newPool("views", threadCount);
    for (int i = 0; i < readAhead; i++) {
      startNext();
    }
  }

  /**
   * The batch of the next step.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (74) when the dataset is damaged
   * @throws IllegalStateException after the last step
   */
  public Batch next() throws IOException, InterruptedException {
    var head = pending.poll();
    if (head == null) {
      throw new IllegalStateException("no batch after step " + (endStep - 1));
    }
    long from = System.nanoTime();
    for (var part : head.parts) {
      Parallel.result(part);
    }
    waitedNanos += System.nanoTime() - from;
    startNext();
    return head.batch;
  }

  /** How long {@link #next} has waited for data so far. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** Stops the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void startNext() {
    if (nextStep >= endStep) {
      return;
    }
    long step = nextStep++;
    var draws = recipe.sampler.batch(step);
    int views = draws.get(0).views().size();
    var classes = new int[draws.size() * views];
    var pixels = new float[Math.multiplyExact(classes.length, recipe.transform.values())];
    var parts = new ArrayList<Future<?>>();
    for (int image = 0; image < draws.size(); image++) {
      var draw = draws.get(image);
      int first = image * views;
      parts.add(threads.submit(() -> fill(step, draw, first, pixels, classes)));
    }
    pending.add(new Pending(new Batch(step, pixels, classes), parts));
  }

  private Void fill(long step, PkSampler.Draw draw, int first, float[] pixels, int[] classes)
      throws IOException {
    var views = recipe.cache.views(draw.group(), draw.views());
    for (int i = 0; i < views.length; i++) {
      int position = first + i;
      classes[position] = draw.classIndex();
      recipe.transform.apply(
          views[i],
          Philox.of(recipe.seed, recipe.stream, "transform", step, position),
          pixels,
          position * recipe.transform.values());
    }
    return null;
  }
}
