package dev.facsimile.worker.model.loss;

import static dev.facsimile.worker.model.Constants.atLeast;
import static dev.facsimile.worker.model.Constants.times;

import ai.djl.ndarray.NDArray;

/**
 * The terms of the training loss, each a scalar. Intermediate results belong to the arguments'
 * manager, which a step closes as a whole.
 */
final class LossTerms {
  private static final double SMALLEST_SQUARED_DISTANCE = 1e-12;
  private static final double SMALLEST_SQUARED_GAP = 1e-6;
  private static final double FAR = 1e9;

  private LossTerms() {}

  /**
   * Cross entropy against targets (1 - smoothing) x one-hot + smoothing / classes (Szegedy et al.,
   * "Rethinking the Inception architecture", CVPR 2016, section 7), mean over the batch.
   *
   * @param logits (N, classes)
   * @param labels (N, 1), int64
   */
  static NDArray crossEntropy(NDArray logits, NDArray labels, double smoothing) {
    var logProbabilities = logits.logSoftmax(1);
    var ofLabels = logProbabilities.gather(labels, 1).mean();
    return times(ofLabels, smoothing - 1).sub(times(logProbabilities.mean(), smoothing));
  }

  /**
   * Cross entropy of the student's class probabilities against the teacher's, both at a temperature
   * (Hinton, Vinyals, Dean, "Distilling the knowledge in a neural network", 2015, section 2,
   * without the factor T squared), mean over the batch. Gradients flow to the teacher too, unless
   * it is detached.
   *
   * @param teacher logits (N, classes)
   * @param student logits (N, classes)
   */
  static NDArray distillation(NDArray teacher, NDArray student, double temperature) {
    var target = times(teacher, 1 / temperature).softmax(1);
    var logProbabilities = times(student, 1 / temperature).logSoftmax(1);
    return target.mul(logProbabilities).sum(new int[] {1}).mean().neg();
  }

  /**
   * Batch-hard triplet term (Hermans, Beyer, Leibe, "In defense of the triplet loss", 2017, section
   * 2): for each picture the farthest of its own id and the nearest of another, by Euclidean
   * distance; softplus of the difference when the margin is 0, else the hinge with that margin.
   *
   * @param features (N, D), as they are
   */
  static NDArray triplet(NDArray features, Pairs pairs, double margin) {
    var squares = features.square().sum(new int[] {1}, true);
    var products = features.matMul(features.transpose());
    var squared = squares.add(squares.transpose()).add(times(products, -2));
    var distances = atLeast(squared, SMALLEST_SQUARED_DISTANCE).sqrt();
    var positive = distances.sub(pairs.different().mul(FAR)).max(new int[] {1});
    var negative = distances.add(pairs.same().mul(FAR)).min(new int[] {1});
    var gap = positive.sub(negative);
    return (margin == 0 ? gap.getNDArrayInternal().softPlus() : atLeast(gap.add(margin), 0)).mean();
  }

  /**
   * InfoNCE with several positives (Pizzi et al., "A self-supervised descriptor for image copy
   * detection", CVPR 2022, sections 3.1 and 3.4): each positive competes with all negatives of its
   * anchor, but not with the other positives; mean over an anchor's positives, then over anchors.
   *
   * @param unit descriptors (N, D) of unit length
   */
  static NDArray infoNce(NDArray unit, Pairs pairs, double temperature) {
    var similarities = times(unit.matMul(unit.transpose()), 1 / temperature);
    var negatives = similarities.sub(pairs.same().mul(FAR));
    var largest = negatives.max(new int[] {1}, true).stopGradient();
    var logSum = negatives.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
    var perPair = logSum.sub(similarities).getNDArrayInternal().softPlus();
    return perPair.mul(pairs.positiveWeights()).sum();
  }

  /**
   * Kozachenko-Leonenko estimate of the negated entropy (Sablayrolles et al., "Spreading vectors
   * for similarity search", ICLR 2019, section 3; over negatives as in Pizzi et al., section 3.3):
   * minus the mean logarithm of the distance to the nearest picture of another id.
   *
   * @param unit descriptors (N, D) of unit length
   */
  static NDArray koLeo(NDArray unit, Pairs pairs) {
    var similarities = unit.matMul(unit.transpose()).sub(pairs.same().mul(FAR));
    var nearest = similarities.max(new int[] {1});
    var squared = atLeast(times(nearest, -2).add(2), SMALLEST_SQUARED_GAP);
    return times(squared.log().mean(), -0.5);
  }
}
