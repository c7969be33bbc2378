package dev.facsimile.worker.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.facsimile.pipeline.spec.TrainSpec.BatchNormMode;
import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.model.WaveRows;
import dev.facsimile.worker.model.loss.DescriptorLoss;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of training: forward, losses, backward, update. Everything that the engine allocates for
 * a step is freed at its end. The engine collects gradients for one step at a time in a process.
 */
public final class TrainingStep {
  private final DescriptorNetwork network;
  private final AdamOptimizer optimizer;
  private final DescriptorLoss loss;
  private final BatchNormMode batchNorm;

  /**
   * Losses of a step, before its update.
   *
   * @param total the weighted sum
   * @param terms the terms by name, not weighted
   */
  public record Losses(double total, Map<String, Double> terms) {
    /** Keeps an unmodifiable copy in the same order. */
    public Losses {
      terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }
  }

  /** Steps of a network with its optimiser. */
  public TrainingStep(
      DescriptorNetwork network, AdamOptimizer optimizer, LossSpec loss, BatchNormMode batchNorm) {
    this.network = network;
    this.optimizer = optimizer;
    this.loss = new DescriptorLoss(loss);
    this.batchNorm = batchNorm;
  }

  /**
   * Runs one step.
   *
   * @param images (N, 3, H, W) normalised pictures; stays open
   * @param labels class of each picture
   * @param waves wave blocks of each shard of the batch
   * @throws TaskException (76) naming the step and the first loss term that is not finite; nothing
   *     was updated then but batch-norm statistics
   */
  public Losses run(NDArray images, int[] labels, List<WaveRows> waves, double learningRate) {
    try (var step = images.getManager().newSubManager()) {
      return run(step, images, labels, waves, learningRate);
    }
  }

  private Losses run(
      NDManager step, NDArray images, int[] labels, List<WaveRows> waves, double learningRate) {
    var batch = images.stopGradient(); // an alias, so that results belong to the step
    batch.attach(step);
    var tensors = network.differentiable(step);
    Losses losses;
    try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      var outputs = network.train(tensors, batch, waves, batchNorm);
      var terms = loss.terms(outputs, tensors, labels);
      losses = read(terms);
      collector.backward(loss.total(terms));
    }
    optimizer.update(tensors, learningRate);
    return losses;
  }

  private Losses read(Map<String, NDArray> terms) {
    var values = new LinkedHashMap<String, Double>();
    double total = 0;
    for (var term : terms.entrySet()) {
      double value = DescriptorLoss.value(term.getValue());
      if (!Double.isFinite(value)) {
        throw new TaskException(
            ExitCode.DIVERGED,
            "training diverged at step "
                + optimizer.step()
                + ": the loss term "
                + term.getKey()
                + " is "
                + value
                + "; lower optimizer.learningRate or give the term less weight");
      }
      values.put(term.getKey(), value);
      total += loss.weight(term.getKey()) * value;
    }
    return new Losses(total, values);
  }
}
