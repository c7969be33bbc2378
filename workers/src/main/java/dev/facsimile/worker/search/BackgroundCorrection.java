package dev.facsimile.worker.search;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.pipeline.spec.NormalizeSpec.ScoreNormalizationSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.Side;
import dev.facsimile.pipeline.spec.NormalizeSpec.StretchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.StretchSpec.Statistic;
import dev.facsimile.pipeline.spec.NormalizeSpec.SubtractSpec;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.UnitVectors;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Corrections of descriptors by their nearest neighbours (inner product) in a background.
 *
 * @param background descriptors of unrelated pictures, at least as many as neighbours are asked for
 * @param progress told how many descriptors have found their neighbours
 */
record BackgroundCorrection(Descriptors background, IntConsumer progress) {

  /**
   * Descriptor stretching (Wang et al., "Bag of Tricks and a Strong Baseline for Image Copy
   * Detection", 2021): q' = factor * m * q, m the mean or the smallest of the products with the
   * nearest background vectors, but not negative, which would turn the descriptor round.
   */
  Descriptors stretch(Descriptors queries, StretchSpec spec) throws InterruptedException {
    var scores = nearest(queries, spec.neighbours()).scores();
    int d = queries.dimensions();
    var stretched = new float[queries.vectors().length];
    for (int row = 0; row < queries.size(); row++) {
      double m =
          spec.statistic() == Statistic.SMALLEST
              ? scores[row][spec.neighbours() - 1]
              : mean(scores[row], 0, spec.neighbours());
      double factor = spec.factor() * Math.max(0, m);
      for (int k = row * d; k < (row + 1) * d; k++) {
        stretched[k] = (float) (factor * queries.vectors()[k]);
      }
    }
    return queries.withVectors(stretched, d);
  }

  /**
   * Score normalisation (Pizzi et al., "A Self-Supervised Descriptor for Image Copy Detection",
   * CVPR 2022, section 4.4) as one more dimension: [q, bias] and [r, 1], so that the inner product
   * is q.r + bias.
   */
  Descriptors scoreNormalize(Descriptors descriptors, ScoreNormalizationSpec spec, Side side)
      throws InterruptedException {
    int d = descriptors.dimensions();
    var bias = side == Side.QUERIES ? bias(descriptors, spec) : null;
    var longer = new float[Math.multiplyExact(descriptors.size(), d + 1)];
    for (int row = 0; row < descriptors.size(); row++) {
      System.arraycopy(descriptors.vectors(), row * d, longer, row * (d + 1), d);
      longer[row * (d + 1) + d] = bias == null ? 1 : (float) bias[row];
    }
    return descriptors.withVectors(longer, d + 1);
  }

  /** Per query -beta * mean of its products with the neighbours first..last. */
  double[] bias(Descriptors queries, ScoreNormalizationSpec spec) throws InterruptedException {
    var scores = nearest(queries, spec.last()).scores();
    return Arrays.stream(scores)
        .mapToDouble(products -> -spec.beta() * mean(products, spec.first() - 1, spec.last()))
        .toArray();
  }

  /**
   * Negative-embedding subtraction (Yokoo, "Contrastive Learning with Large Memory Bank and
   * Negative Embedding Subtraction for Accurate Copy Detection", 2021, section 2.3): z = norm(z -
   * factor * mean of the nearest background vectors), so many times.
   */
  Descriptors subtract(Descriptors descriptors, SubtractSpec spec) throws InterruptedException {
    int d = descriptors.dimensions();
    var current = descriptors;
    for (int iteration = 0; iteration < spec.iterations(); iteration++) {
      var rows = nearest(current, spec.neighbours()).rows();
      var next = new float[current.vectors().length];
      for (int row = 0; row < rows.length; row++) {
        var sum = new double[d];
        for (int neighbour : rows[row]) {
          for (int k = 0; k < d; k++) {
            sum[k] += background.vectors()[neighbour * d + k];
          }
        }
        for (int k = 0; k < d; k++) {
          sum[k] = current.vectors()[row * d + k] - spec.factor() * (sum[k] / rows[row].length);
        }
        UnitVectors.put(sum, next, row * d);
      }
      current = current.withVectors(next, d);
    }
    return current;
  }

  private Search.Neighbours nearest(Descriptors descriptors, int neighbours)
      throws InterruptedException {
    return Search.nearest(descriptors, background, Metric.INNER_PRODUCT, neighbours, progress);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
