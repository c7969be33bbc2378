package dev.facsimile.worker.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A line chart as inline SVG. Colours and type come from the page's style sheet, so the chart
 * follows dark mode and print; the values under the pointer appear by {@code :hover} alone.
 *
 * @param label what is shown, for those who cannot see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param curves lines, the most important first; points ascend along x
 * @param width of the drawing, in units that are about a pixel
 * @param height of the drawing
 */
public record LineChart(String label, Axis x, Axis y, List<Curve> curves, int width, int height) {
  private static final int TOP = 12;
  private static final int RIGHT = 14;
  private static final int BOTTOM = 40;
  private static final int LEFT = 50;

  /** Up to so many points get a dot each. */
  private static final int DOTS = 30;

  private static final int READINGS = 40;
  private static final int ROW = 17;
  private static final int READING_WIDTH = 172;
  private static final int NAME_LENGTH = 18;

  /** The drawing, an {@code <svg>} element. */
  public String svg() {
    var svg = new StringBuilder(8192);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            width,
            height,
            escape(label)));
    grid(svg);
    for (int i = curves.size() - 1; i >= 0; i--) {
      line(svg, curves.get(i), i);
    }
    readings(svg);
    return svg.append("</svg>").toString();
  }

  private void grid(StringBuilder svg) {
    for (double tick : y.ticks()) {
      var at = number(top(tick));
      svg.append("<line class=\"grid\" x1=\"").append(LEFT).append("\" x2=\"");
      svg.append(width - RIGHT).append("\" y1=\"").append(at).append("\" y2=\"").append(at);
      svg.append("\"/>");
      text(svg, "tick end", LEFT - 8, top(tick) + 4, Axis.number(clean(tick)));
    }
    for (double tick : x.ticks()) {
      text(svg, "tick middle", left(tick), height - BOTTOM + 18, Axis.number(clean(tick)));
    }
    text(svg, "axis middle", (LEFT + width - RIGHT) / 2.0, height - 5, x.label());
    text(svg, "axis", 2, TOP - 1, y.label());
  }

  /** Ticks are multiples of a step and carry its rounding error. */
  private static double clean(double tick) {
    return Math.rint(tick * 1e9) / 1e9;
  }

  private void line(StringBuilder svg, Curve curve, int series) {
    var points = curve.points();
    if (points.isEmpty()) {
      return;
    }
    svg.append("<polyline class=\"line s").append(series).append("\" points=\"");
    for (var point : points) {
      svg.append(number(left(point.x()))).append(',').append(number(top(point.y()))).append(' ');
    }
    svg.setLength(svg.length() - 1);
    svg.append("\"/>");
    if (points.size() <= DOTS) {
      for (var point : points) {
        dot(svg, series, point, 3);
      }
    }
  }

  private void dot(StringBuilder svg, int series, Point point, int radius) {
    svg.append("<circle class=\"dot s").append(series).append("\" r=\"").append(radius);
    svg.append("\" cx=\"").append(number(left(point.x())));
    svg.append("\" cy=\"").append(number(top(point.y()))).append("\"/>");
  }

  /** Invisible columns over the plot, each with the values of all lines there. */
  private void readings(StringBuilder svg) {
    var positions = positions();
    for (int i = 0; i < positions.size(); i++) {
      double at = positions.get(i);
      double from = i == 0 ? LEFT : (left(positions.get(i - 1)) + left(at)) / 2;
      double to =
          i == positions.size() - 1 ? width - RIGHT : (left(at) + left(positions.get(i + 1))) / 2;
      svg.append("<g class=\"reading\"><rect class=\"column\" x=\"").append(number(from));
      svg.append("\" y=\"").append(TOP).append("\" width=\"").append(number(to - from));
      svg.append("\" height=\"").append(height - BOTTOM - TOP).append("\"/>");
      reading(svg, at);
      svg.append("</g>");
    }
  }

  private List<Double> positions() {
    var all = new TreeSet<Double>();
    for (var curve : curves) {
      curve.points().forEach(point -> all.add(point.x()));
    }
    if (all.size() <= READINGS) {
      return List.copyOf(all);
    }
    var positions = new ArrayList<Double>();
    for (int i = 0; i < READINGS; i++) {
      positions.add(all.first() + (all.last() - all.first()) * i / (READINGS - 1));
    }
    return positions;
  }

  private void reading(StringBuilder svg, double at) {
    var names = new ArrayList<Integer>();
    var points = new ArrayList<Point>();
    for (int i = 0; i < curves.size(); i++) {
      var value = valueAt(curves.get(i).points(), at);
      if (!Double.isNaN(value)) {
        names.add(i);
        points.add(new Point(at, value));
      }
    }
    double middle = left(at);
    double box = middle > (LEFT + width) / 2.0 ? middle - READING_WIDTH - 10 : middle + 10;
    box = Math.max(2, box);
    svg.append("<g class=\"shown\"><line class=\"cursor\" x1=\"").append(number(middle));
    svg.append("\" x2=\"").append(number(middle)).append("\" y1=\"").append(TOP);
    svg.append("\" y2=\"").append(height - BOTTOM).append("\"/>");
    svg.append("<rect class=\"box\" rx=\"5\" x=\"").append(number(box)).append("\" y=\"");
    svg.append(TOP + 4).append("\" width=\"").append(READING_WIDTH).append("\" height=\"");
    svg.append((names.size() + 1) * ROW + 8).append("\"/>");
    double row = TOP + 4 + ROW;
    text(svg, "head", box + 10, row, x.label() + " " + Axis.number(at));
    for (int i = 0; i < names.size(); i++) {
      row += ROW;
      int series = names.get(i);
      dot(svg, series, points.get(i), 4);
      var name = shortened(curves.get(series).name());
      text(svg, "entry s" + series, box + 10, row, name);
      text(svg, "entry end", box + READING_WIDTH - 10, row, Axis.number(points.get(i).y()));
    }
    svg.append("</g>");
  }

  /** The line's height at a position, interpolated; NaN outside of its ends. */
  private static double valueAt(List<Point> points, double at) {
    for (int i = 0; i < points.size(); i++) {
      var point = points.get(i);
      if (point.x() == at) {
        return point.y();
      }
      if (point.x() > at) {
        if (i == 0) {
          return Double.NaN;
        }
        var before = points.get(i - 1);
        double share = (at - before.x()) / (point.x() - before.x());
        return before.y() + share * (point.y() - before.y());
      }
    }
    return Double.NaN;
  }

  private static String shortened(String name) {
    if (name.codePointCount(0, name.length()) <= NAME_LENGTH) {
      return name;
    }
    return name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH - 1)) + "…";
  }

  private void text(StringBuilder svg, String style, double left, double top, String content) {
    svg.append("<text class=\"").append(style).append("\" x=\"").append(number(left));
    svg.append("\" y=\"").append(number(top)).append("\">").append(escape(content));
    svg.append("</text>");
  }

  private double left(double value) {
    return LEFT + x.share(value) * (width - LEFT - RIGHT);
  }

  private double top(double value) {
    return height - BOTTOM - y.share(value) * (height - BOTTOM - TOP - 10);
  }

  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
