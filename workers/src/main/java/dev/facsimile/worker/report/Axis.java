package dev.facsimile.worker.report;

import dev.facsimile.worker.report.RunReport.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One direction of a chart.
 *
 * @param label what is shown along it
 * @param low value at its start
 * @param high value at its end, above {@code low}
 * @param ticks labelled values, ascending
 */
record Axis(String label, double low, double high, List<Double> ticks) {
  private static final int TICKS = 5;

  /** From 0 to 1. */
  static Axis share(String label) {
    return new Axis(label, 0, 1, List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0));
  }

  /** Wide enough for every point, ends on round values; from 0 when that wastes little. */
  static Axis around(String label, List<List<Point>> lines, ToDoubleFunction<Point> coordinate) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (var line : lines) {
      for (var point : line) {
        double value = coordinate.applyAsDouble(point);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) {
      return share(label);
    }
    if (low > 0 && low < 0.4 * high) {
      low = 0;
    }
    return rounded(label, low, high > low ? high : low + Math.max(1e-9, Math.abs(low)));
  }

  private static Axis rounded(String label, double low, double high) {
    double step = roundStep((high - low) / TICKS);
    double first = Math.floor(low / step);
    double last = Math.ceil(high / step);
    var ticks = new ArrayList<Double>();
    for (double i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return new Axis(label, first * step, last * step, ticks);
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below. */
  private static double roundStep(double step) {
    double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(step)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= step * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Where a value lies between the ends, in 0..1. */
  double share(double value) {
    return Math.min(1, Math.max(0, (value - low) / (high - low)));
  }
}
