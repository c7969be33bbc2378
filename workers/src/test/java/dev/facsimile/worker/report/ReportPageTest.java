package dev.facsimile.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.report.RunReport.Card;
import dev.facsimile.worker.report.RunReport.EditRecall;
import dev.facsimile.worker.report.RunReport.Edits;
import dev.facsimile.worker.report.RunReport.Estimate;
import dev.facsimile.worker.report.RunReport.Evaluation;
import dev.facsimile.worker.report.RunReport.Gallery;
import dev.facsimile.worker.report.RunReport.Interval;
import dev.facsimile.worker.report.RunReport.Picture;
import dev.facsimile.worker.report.RunReport.Result;
import dev.facsimile.worker.report.RunReport.Rival;
import dev.facsimile.worker.report.RunReport.StageRow;
import dev.facsimile.worker.report.RunReport.Training;
import dev.facsimile.worker.report.RunSummary.GateOutcome;
import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String PIXEL = "data:image/png;base64,AAAA";

  @Test
  void showsEveryPartOfARun() {
    var page = ReportPage.render(report("photo"));

    assertThat(page)
        .contains("<h1><bdi>photo</bdi></h1>", "1 March 2026, 12:04 UTC", "3 min 47 s")
        .contains("✗ failed</b> recall of photo", "✓ passed</b> micro-AP of photo")
        .contains("0.621", "0.580", "0.661", "−0.313", "+0.219", "+0.180 to +0.260")
        .contains("<b>55\u2009%</b> are found")
        .contains("meme format", "never trained on", "of 26")
        .contains("at place 140", "not in the answers", "a distractor", "found instead")
        .contains("Training of <bdi>photo</bdi>", "0.402 before the first step, 0.618 after")
        .contains("<span class=\"chip quiet\">cached</span>", "1\u2009234 images")
        .contains("./facsimile run photo.yaml");
  }

  @Test
  void loadsNothingAndRunsNothing() {
    var page = ReportPage.render(report("photo"));

    assertThat(page).contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    assertThat(page).doesNotContainIgnoringCase("<script").doesNotContain("http:", "https:");
    assertThat(page.split("src=\"", -1)).hasSizeGreaterThan(1);
    assertThat(page.split("src=\"(?!data:)", -1)).hasSize(1);
    assertThat(page).doesNotContain("<link", "@import", "url(");
  }

  @Test
  void showsMarkupInNamesAsText() {
    var page =
        ReportPage.render(report("<script>alert('x')</script>\" onload=\"y {report.summary}"));

    assertThat(page)
        .contains(
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y {report.summary}")
        .doesNotContain("<script", "onload=\"");
  }

  @Property(tries = 60)
  void noNameAddsMarkup(@ForAll @StringLength(min = 1, max = 30) String name) {
    var page = ReportPage.render(report(name));
    var plain = ReportPage.render(report("photo"));

    assertThat(count(page, '<')).isEqualTo(count(plain, '<'));
    assertThat(count(page, '>')).isEqualTo(count(plain, '>'));
    assertThat(count(page, '"')).isEqualTo(count(plain, '"'));
  }

  @Test
  void isAPageForARunThatOnlyMadePictures() {
    var summary =
        new RunSummary(
            "views", "views-1", Instant.EPOCH, Duration.ZERO, List.of(), "./facsimile run v.yaml");
    var row = new StageRow("views", "synthesize", false, Duration.ZERO, Map.of(), "a/b");

    var page = ReportPage.render(new RunReport(summary, List.of(), List.of(), List.of(row)));

    assertThat(page).contains("1 stage<", "views-1").doesNotContain("Results", "Training", "✗");
  }

  @Test
  void saysSoWhenTheDemandedPrecisionIsNeverReached() {
    var result = new Result("m", "d", new Estimate(0.1, null), null, null, Map.of());
    var evaluation =
        new Evaluation(
            "score",
            result,
            List.of(new Rival(result, null)),
            0.95,
            null,
            null,
            null,
            List.of(),
            new Edits(List.of(), null),
            new Gallery(List.of(), List.of(), List.of()));
    var run = report("photo").summary();

    var page = ReportPage.render(new RunReport(run, List.of(evaluation), List.of(), List.of()));

    assertThat(page).contains("never that precise", "0.100").doesNotContain("null", "NaN");
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** A report in which every text from outside is the given one. */
  private static RunReport report(String name) {
    var query = new Picture(name, PIXEL);
    var source = new Picture(name, null);
    var found = new Card(query, List.of(name), source, -0.0, 1, null, null);
    var wrong = new Card(query, List.of(), null, null, null, source, -0.2);
    var missed = new Card(query, List.of(name), source, -0.9, 140, query, -0.4);
    var absent = new Card(source, List.of(), query, null, null, null, null);
    var own =
        new Result(
            name,
            name,
            new Estimate(0.6214, new Interval(0.5803, 0.6608)),
            0.5525,
            -0.3127,
            Map.of(1, 0.688));
    var rival = new Result(name, name, new Estimate(0.402, null), 0.318, null, Map.of());
    var line = List.of(new Point(0, 1), new Point(0.5, 0.9), new Point(0.8, 0.2));
    var edits =
        new Edits(
            List.of(
                new EditRecall("memeFormat", 26, 0.7, 0.8, true),
                new EditRecall(name, 3, null, 0.2, false)),
            name);
    var evaluation =
        new Evaluation(
            name,
            own,
            List.of(new Rival(rival, new Estimate(0.2194, new Interval(0.1801, 0.2596)))),
            0.95,
            800L,
            300L,
            400L,
            List.of(new Curve(name, line), new Curve(name, line)),
            edits,
            new Gallery(List.of(found), List.of(wrong), List.of(missed, absent)));
    var training =
        new Training(
            name,
            List.of(new Curve("total", line), new Curve(name, line)),
            List.of(new Point(0, 0.402), new Point(100, 0.618)));
    var row =
        new StageRow(name, "extract", true, Duration.ofSeconds(3), Map.of("images", 1234L), name);
    var summary =
        new RunSummary(
            name,
            name,
            Instant.parse("2026-03-01T12:04:07Z"),
            Duration.ofSeconds(227),
            List.of(
                new GateOutcome("micro-AP of " + name, true),
                new GateOutcome("recall of " + name, false)),
            "./facsimile run " + name + ".yaml");
    return new RunReport(summary, List.of(evaluation), List.of(training), List.of(row));
  }
}
