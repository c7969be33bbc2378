package dev.facsimile.worker.train;

import dev.facsimile.pipeline.spec.TrainSpec.OptimizerSpec;

/**
 * Learning rate of each epoch: linear warm-up, constant, then half a cosine wave (Loshchilov and
 * Hutter, "SGDR", ICLR 2017, equation 5, without restarts) that reaches 0 after the last epoch.
 *
 * @param spec learning rate and the lengths of the phases
 * @param epochs epochs of the training
 */
public record LearningRateSchedule(OptimizerSpec spec, int epochs) {
  /** Factor of an epoch, counted from 0; constant inside an epoch. */
  public double factor(int epoch) {
    if (epoch < spec.warmupEpochs()) {
      double rise = (1 - spec.warmupFactor()) * epoch / spec.warmupEpochs();
      return spec.warmupFactor() + rise;
    }
    if (epoch < spec.decayFromEpoch()) {
      return 1;
    }
    double progress = (double) (epoch - spec.decayFromEpoch()) / (epochs - spec.decayFromEpoch());
    return (StrictMath.cos(StrictMath.PI * progress) + 1) / 2;
  }

  /** Learning rate of an epoch, counted from 0. */
  public double learningRate(int epoch) {
    return spec.learningRate() * factor(epoch);
  }
}
