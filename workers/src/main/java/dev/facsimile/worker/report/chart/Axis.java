package dev.facsimile.worker.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One direction of a chart.
 *
 * @param label what is shown along it
 * @param low value at its start
 * @param high value at its end, above {@code low}
 * @param ticks labelled values, ascending
 */
public record Axis(String label, double low, double high, List<Double> ticks) {
  private static final int TICKS = 5;
  private static final String MINUS = "\u2212";

  /** From 0 to 1. */
  public static Axis share(String label) {
    return new Axis(label, 0, 1, List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0));
  }

  /** Wide enough for every point, ends on round values; from 0 when that wastes little. */
  public static Axis around(
      String label, List<List<Point>> lines, ToDoubleFunction<Point> coordinate) {
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

  /** A number with three significant digits, for axes and tooltips of any range. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size >= 1e6) {
      return trim(fixed(value / 1e6, 2)) + "M";
    }
    if (size >= 1e4) {
      return trim(fixed(value / 1e3, 1)) + "k";
    }
    if (size >= 100) {
      return fixed(value, 0);
    }
    if (size >= 1e-3) {
      return trim(fixed(value, size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4));
    }
    return String.format(Locale.ROOT, "%.1e", value)
        .replace(".0e", "e")
        .replace("e-0", "e-")
        .replace("-", MINUS);
  }

  private static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value).replace("-", MINUS);
  }

  private static String trim(String number) {
    return number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number;
  }
}
