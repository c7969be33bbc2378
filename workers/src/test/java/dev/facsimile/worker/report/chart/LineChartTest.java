package dev.facsimile.worker.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LineChartTest {
  @Test
  void drawsTheFirstCurveLastAndOnTop() throws Exception {
    var svg = drawn(curve("own", 0, 1), curve("other", 0, 0.5));

    assertThat(elements(svg, "polyline").stream().map(line -> line.getAttribute("class")))
        .containsExactly("line s1", "line s0");
  }

  @Test
  void putsCornersOfTheAxesIntoCornersOfThePlot() throws Exception {
    var line = new Curve("diagonal", List.of(new Point(0, 0), new Point(1, 1)));

    var svg = drawn(line);

    // 520 x 340 without the margins: 50 left, 14 right, 40 below, 12 + 10 above
    assertThat(elements(svg, "polyline").get(0).getAttribute("points")).isEqualTo("50,300 506,22");
  }

  @Test
  void readsValuesBetweenPointsUnderThePointer() throws Exception {
    var line = new Curve("line", List.of(new Point(0, 0), new Point(1, 1)));
    var other = new Curve("other", List.of(new Point(0.5, 0.25)));

    var svg = drawn(line, other);

    var readings = elements(svg, "g").stream().filter(LineChartTest::isReading).toList();
    assertThat(readings).hasSize(3);
    assertThat(readings.get(1).getTextContent()).isEqualTo("recall 0.5line0.5other0.25");
    assertThat(readings.get(2).getTextContent()).isEqualTo("recall 1line1");
  }

  @Test
  void staysSmallForLongCurves() throws Exception {
    var points = new ArrayList<Point>();
    for (int i = 0; i <= 500; i++) {
      points.add(new Point(i / 500.0, i % 2));
    }

    var svg = drawn(new Curve("zigzag", points));

    assertThat(elements(svg, "circle")).hasSize(40);
    assertThat(elements(svg, "g").stream().filter(LineChartTest::isReading)).hasSize(40);
  }

  @Test
  void keepsNamesAsText() throws Exception {
    var svg = drawn(curve("<b> & \"quoted\" and more", 0, 1));

    assertThat(svg.getDocumentElement().getTextContent()).contains("<b> & \"quoted\" an…");
  }

  @Test
  void drawsEmptyAxesWithoutPoints() throws Exception {
    var svg = drawn(new Curve("nothing", List.of()));

    assertThat(elements(svg, "polyline")).isEmpty();
    assertThat(elements(svg, "text")).isNotEmpty();
  }

  private static boolean isReading(Element group) {
    return group.getAttribute("class").equals("reading");
  }

  private static Curve curve(String name, double from, double to) {
    return new Curve(name, List.of(new Point(0, from), new Point(1, to)));
  }

  private static Document drawn(Curve... curves) throws Exception {
    var chart =
        new LineChart(
            "chart \"x\"",
            Axis.share("recall"),
            Axis.share("precision"),
            List.of(curves),
            520,
            340);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(chart.svg())));
  }

  private static List<Element> elements(Document svg, String name) {
    var nodes = svg.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
