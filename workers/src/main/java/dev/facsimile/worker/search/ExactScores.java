package dev.facsimile.worker.search;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;

/**
 * The score of a pair in double precision, summed in a fixed order: the same bits on every machine.
 */
final class ExactScores {
  private ExactScores() {}

  /** Score of the rows that start at the given positions; higher is more alike. */
  static double score(Metric metric, float[] a, int atA, float[] b, int atB, int dimensions) {
    return metric == Metric.L2
        ? 0.0 - squaredDistance(a, atA, b, atB, dimensions)
        : 0.0 + innerProduct(a, atA, b, atB, dimensions);
  }

  /** Inner product; four partial sums, of the components with equal remainder by four. */
  static double innerProduct(float[] a, int atA, float[] b, int atB, int dimensions) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= dimensions; k += 4) {
      s0 += (double) a[atA + k] * b[atB + k];
      s1 += (double) a[atA + k + 1] * b[atB + k + 1];
      s2 += (double) a[atA + k + 2] * b[atB + k + 2];
      s3 += (double) a[atA + k + 3] * b[atB + k + 3];
    }
    for (; k < dimensions; k++) {
      s0 += (double) a[atA + k] * b[atB + k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double squaredDistance(float[] a, int atA, float[] b, int atB, int dimensions) {
    double s0 = 0;
    double s1 = 0;
    int k = 0;
    for (; k + 2 <= dimensions; k += 2) {
      double d0 = (double) a[atA + k] - b[atB + k];
      double d1 = (double) a[atA + k + 1] - b[atB + k + 1];
      s0 += d0 * d0;
      s1 += d1 * d1;
    }
    if (k < dimensions) {
      double d0 = (double) a[atA + k] - b[atB + k];
      s0 += d0 * d0;
    }
    return s0 + s1;
  }
}
