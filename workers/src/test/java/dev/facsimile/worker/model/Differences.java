package dev.facsimile.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far computed values are from expected ones.
 *
 * @param max largest absolute difference; infinite when one is not a number
 * @param mean mean absolute difference
 * @param relative L2 norm of the difference over that of the expected values
 */
public record Differences(double max, double mean, double relative) {
  /** Compares element by element. */
  public static Differences of(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double max = 0;
    double sum = 0;
    double squares = 0;
    double norm = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs((double) found[i] - expected[i]);
      max = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(max, difference);
      sum += difference;
      squares += difference * difference;
      norm += (double) expected[i] * expected[i];
    }
    return new Differences(max, sum / found.length, Math.sqrt(squares / norm));
  }

  /** Fails when some element is further away. */
  public void assertMax(String what, double tolerance) {
    assertThat(max).as("largest difference of %s", what).isLessThanOrEqualTo(tolerance);
  }

  /** Fails when the elements are further away on average. */
  public void assertMean(String what, double tolerance) {
    assertThat(mean).as("mean difference of %s", what).isLessThanOrEqualTo(tolerance);
  }

  /** Fails when the whole is further away. */
  public void assertRelative(String what, double tolerance) {
    assertThat(relative).as("relative difference of %s", what).isLessThanOrEqualTo(tolerance);
  }
}
