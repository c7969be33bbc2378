package dev.facsimile.worker.report.chart;

import java.util.ArrayList;
import java.util.List;

/** Makes a curve of many points small enough to draw without changing what is seen. */
public final class Thinning {
  private Thinning() {}

  /**
   * Of every column of equal width the first, lowest, highest and last point: drawn, the line
   * covers the same pixels (M4; Jugel et al., VLDB 2014, section 4).
   *
   * @param points ascending along x
   */
  public static List<Point> extremes(List<Point> points, int columns) {
    if (points.size() <= 4 * columns) {
      return List.copyOf(points);
    }
    var kept = new ArrayList<Point>();
    for (int from = 0; from < points.size(); ) {
      int column = column(points, from, columns);
      int low = from;
      int high = from;
      int to = from;
      for (; to < points.size() && column(points, to, columns) == column; to++) {
        low = points.get(to).y() < points.get(low).y() ? to : low;
        high = points.get(to).y() > points.get(high).y() ? to : high;
      }
      int last = to - 1;
      int before = -1;
      for (int index : new int[] {from, Math.min(low, high), Math.max(low, high), last}) {
        if (index > before) {
          kept.add(points.get(index));
          before = index;
        }
      }
      from = to;
    }
    return kept;
  }

  private static int column(List<Point> points, int index, int columns) {
    double first = points.get(0).x();
    double width = points.get(points.size() - 1).x() - first;
    return width > 0 ? (int) ((points.get(index).x() - first) / width * columns) : 0;
  }

  /** Means of equally many neighbours, at the last one's place; the first point stays. */
  public static List<Point> means(List<Point> points, int most) {
    if (points.size() <= most) {
      return List.copyOf(points);
    }
    var means = new ArrayList<Point>();
    means.add(points.get(0));
    for (int group = 0; group < most - 1; group++) {
      int from = 1 + (int) ((long) group * (points.size() - 1) / (most - 1));
      int to = 1 + (int) ((long) (group + 1) * (points.size() - 1) / (most - 1));
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += points.get(i).y();
      }
      means.add(new Point(points.get(to - 1).x(), sum / (to - from)));
    }
    return means;
  }
}
