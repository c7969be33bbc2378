package dev.facsimile.worker.evaluate;

import dev.facsimile.worker.random.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Percentile intervals over resampled queries (Efron and Tibshirani, "An Introduction to the
 * Bootstrap", section 13.3). All rankings see the same samples, so that differences are paired.
 */
final class Bootstrap {
  private final Ranking.Figures[][] samples;
  private final double confidence;

  private Bootstrap(Ranking.Figures[][] samples, double confidence) {
    this.samples = samples;
    this.confidence = confidence;
  }

  /** An interval of the given confidence; both ends are NaN when no sample defines the figure. */
  record Interval(double low, double high) {}

  /** Draws samples and evaluates each ranking on each of them. */
  static Bootstrap of(
      List<Ranking> rankings, List<Integer> recallAt, int samples, double confidence, long seed) {
    int queries = rankings.get(0).queryCount();
    var figures = new Ranking.Figures[samples][];
    IntStream.range(0, samples)
        .parallel()
        .forEach(
            sample -> {
              var random = Philox.of(seed, "bootstrap", sample);
              var weights = new int[queries];
              for (int draw = 0; draw < queries; draw++) {
                weights[random.below(queries)]++;
              }
              figures[sample] =
                  rankings.stream()
                      .map(ranking -> ranking.figures(recallAt, weights))
                      .toArray(Ranking.Figures[]::new);
            });
    return new Bootstrap(figures, confidence);
  }

  /** The interval of a figure of one ranking. */
  Interval interval(int ranking, ToDoubleFunction<Ranking.Figures> figure) {
    return interval(
        Arrays.stream(samples).mapToDouble(sample -> figure.applyAsDouble(sample[ranking])));
  }

  /** The interval of what a figure of the first ranking is above that of another. */
  Interval gain(int over, ToDoubleFunction<Ranking.Figures> figure) {
    return interval(
        Arrays.stream(samples)
            .mapToDouble(
                sample -> figure.applyAsDouble(sample[0]) - figure.applyAsDouble(sample[over])));
  }

  private Interval interval(DoubleStream values) {
    var sorted = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
    return new Interval(
        quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2));
  }

  /** Linear interpolation between order statistics. */
  static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
