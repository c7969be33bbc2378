package dev.facsimile.worker.report;

import dev.facsimile.worker.report.RunReport.Evaluation;
import dev.facsimile.worker.report.RunReport.Rival;
import dev.facsimile.worker.report.RunReport.Training;
import dev.facsimile.worker.report.chart.Axis;
import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.LineChart;
import dev.facsimile.worker.report.chart.Point;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of a run: one HTML document with style, drawings and pictures inside. It has no script
 * and forbids itself every load, so it can be opened from disk or from a bucket without harm
 * whatever ids and names hold.
 */
public final class ReportPage {
  private static final String HTML = "text/html";
  private static final int MOST_CURVES = 6;
  private static final String STYLE = resource("report.css");
  private static final Template PAGE = template();

  private ReportPage() {}

  /** The document; equal reports give equal pages. */
  public static String render(RunReport report) {
    return PAGE.data("report", report)
        .data("figures", new Figures())
        .data("charts", new Charts())
        .data("style", new RawString(STYLE))
        .render();
  }

  private static Template template() {
    var engine =
        Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(List.of(HTML)))
            .build();
    var html = Variant.forContentType(HTML);
    engine.putTemplate("card", engine.parse(resource("card.html"), html));
    return engine.parse(resource("report.html"), html);
  }

  private static String resource(String name) {
    try (var stream = ReportPage.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own file " + name, e);
    }
  }

  /** Drawings that the template asks for. */
  public static final class Charts {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 340;
    private static final int SMALL_WIDTH = 330;
    private static final int SMALL_HEIGHT = 200;

    private Charts() {}

    /** Precision over recall; nothing when there is no curve. */
    public RawString precisionRecall(Evaluation evaluation) {
      var curves = evaluation.curves().stream().limit(MOST_CURVES).toList();
      var x = Axis.share("recall");
      var y = Axis.share("precision");
      var chart = new LineChart("Precision over recall", x, y, curves, WIDTH, HEIGHT);
      return new RawString(chart.svg());
    }

    /** Names of the drawn curves, in the order of their colours. */
    public List<String> names(Evaluation evaluation) {
      return evaluation.curves().stream().limit(MOST_CURVES).map(Curve::name).toList();
    }

    /** Micro-AP over steps. */
    public RawString monitor(Training training) {
      return overSteps("micro-AP", new Curve("micro-AP", training.monitor()), WIDTH, HEIGHT);
    }

    /** The sum of all loss terms over steps. */
    public RawString loss(Curve curve) {
      return overSteps("loss", curve, WIDTH, HEIGHT);
    }

    /** One of the values of a training over steps. */
    public RawString term(Curve curve) {
      return overSteps("", curve, SMALL_WIDTH, SMALL_HEIGHT);
    }

    /** The widest gain of an evaluation's comparisons: half the width of their common scale. */
    public double gainScale(Evaluation evaluation) {
      var ends = new ArrayList<Double>();
      for (Rival rival : evaluation.rivals()) {
        if (rival.gain() != null) {
          ends.add(Math.abs(rival.gain().value()));
          if (rival.gain().interval() != null) {
            ends.add(Math.abs(rival.gain().interval().low()));
            ends.add(Math.abs(rival.gain().interval().high()));
          }
        }
      }
      return 1.1 * ends.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }

    private static RawString overSteps(String label, Curve curve, int width, int height) {
      var points = List.of(curve.points());
      var x = Axis.around("step", points, Point::x);
      var y = Axis.around(label, points, Point::y);
      var title = curve.name() + " over steps";
      return new RawString(new LineChart(title, x, y, List.of(curve), width, height).svg());
    }
  }
}
