package dev.facsimile.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.worker.report.RunReport.Card;
import dev.facsimile.worker.report.RunReport.EditRecall;
import dev.facsimile.worker.report.RunReport.StageRow;
import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.Point;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBuilderTest {
  @TempDir Path scratch;

  private RunReport report() throws Exception {
    return ReportBuilder.build(TinyRun.SUMMARY, TinyRun.stages(scratch));
  }

  @Test
  void takesFiguresFromTheEvaluation() throws Exception {
    var evaluation = report().evaluations().get(0);

    var result = evaluation.result();
    assertThat(evaluation.stage()).isEqualTo("score");
    assertThat(result.description()).isEqualTo("network trained, stretched");
    // positions 1, 2 and 6 are right: (1 + 1 + 3/6) / 4
    assertThat(result.microAp().value()).isCloseTo(0.625, within(1e-9));
    assertThat(result.microAp().interval().low()).isBetween(0.0, 0.625);
    assertThat(result.recallAtP90()).isEqualTo(0.5);
    assertThat(result.thresholdAtP90()).isEqualTo(-0.2);
    assertThat(result.recallAt()).containsEntry(1, 0.5).containsEntry(10, 0.75);
    assertThat(evaluation.queries()).isEqualTo(6);
    assertThat(evaluation.references()).isEqualTo(4);
    assertThat(evaluation.copies()).isEqualTo(4);
  }

  @Test
  void namesTheRivalsAndTheGainOverThem() throws Exception {
    var rivals = report().evaluations().get(0).rivals();

    assertThat(rivals).hasSize(1);
    var result = rivals.get(0).result();
    assertThat(result.name()).isEqualTo("greyMatches");
    assertThat(result.description()).isEqualTo("grey thumbnail, 8 × 8");
    assertThat(result.microAp().value()).isCloseTo(0.125, within(1e-9));
    assertThat(result.recallAt()).containsEntry(1, 0.25);
    assertThat(rivals.get(0).gain().value()).isCloseTo(0.5, within(1e-9));
    assertThat(rivals.get(0).gain().interval()).isNotNull();
  }

  @Test
  void overlaysCurvesOfTheSameGroundTruthEachOnce() throws Exception {
    var evaluations = report().evaluations();

    assertThat(evaluations.get(0).curves())
        .extracting(Curve::name)
        .containsExactly("matches", "greyMatches");
    assertThat(evaluations.get(1).curves())
        .extracting(Curve::name)
        .containsExactly("greyMatches", "matches");
    assertThat(evaluations.get(0).curves().get(0).points())
        .startsWith(new Point(0.25, 1), new Point(0.5, 1))
        .contains(new Point(0.75, 0.5));
  }

  @Test
  void marksEditsThatNoRecipeOfTheRunContains() throws Exception {
    var edits = report().evaluations().get(0).edits();

    // blur: a of (a, d); emoji: b of (b, c, d), in the recipe with probability 0 alone
    assertThat(edits.bars())
        .containsExactly(
            new EditRecall("blur", 2, 0.5, 0.5, false),
            new EditRecall("emoji", 3, 1.0 / 3, 1.0 / 3, true));
    assertThat(edits.note()).contains("started from given weights");
  }

  @Test
  void showsTheSurestCopiesTheWorstFalseAlarmsAndTheWorstMisses() throws Exception {
    var gallery = report().evaluations().get(0).gallery();

    assertThat(gallery.best()).extracting(card -> card.query().id()).containsExactly("a", "b");
    assertThat(gallery.falsePositives())
        .extracting(ReportBuilderTest::story)
        .containsExactly("x: - / ra", "c: rc / rd", "y: - / rb", "d: rd / ra", "a: ra / rb");
    assertThat(gallery.misses())
        .extracting(ReportBuilderTest::story)
        .containsExactly("d: rd / ra", "c: rc / rd");
    var lost = gallery.misses().get(0);
    assertThat(lost.sourcePlace()).isNull();
    assertThat(lost.sourceScore()).isNull();
    assertThat(lost.foundScore()).isEqualTo(-0.7);
    assertThat(lost.edits()).containsExactly("blur", "emoji");
    var late = gallery.misses().get(1);
    assertThat(late.sourcePlace()).isEqualTo(2);
    assertThat(late.sourceScore()).isEqualTo(-0.6);
  }

  @Test
  void showsPicturesWhereTheyCanBeRead() throws Exception {
    var gallery = report().evaluations().get(0).gallery();

    assertThat(gallery.best().get(0).query().dataUri()).startsWith("data:image/jpeg;base64,");
    // the picture behind rd is damaged
    assertThat(gallery.misses().get(0).source().dataUri()).isNull();
  }

  @Test
  void followsTheTraining() throws Exception {
    var training = report().trainings().get(0);

    assertThat(training.stage()).isEqualTo("trained");
    assertThat(training.curves())
        .extracting(Curve::name)
        .containsExactly("total", "triplet", "learningRate");
    assertThat(training.curves().get(1).points())
        .containsExactly(new Point(100, 0.8), new Point(200, 0.6));
    assertThat(training.monitor()).containsExactly(new Point(0, 0.25), new Point(200, 0.5));
  }

  @Test
  void listsStagesInTheirOrderAndGivesTheSamePageAgain() throws Exception {
    var report = report();

    assertThat(report.stages())
        .extracting(StageRow::name)
        .startsWith("views", "trained", "dev")
        .endsWith("score", "greyScore");
    assertThat(report.stages().get(1).cached()).isTrue();
    assertThat(ReportPage.render(report)).isEqualTo(ReportPage.render(report));
    assertThat(ReportPage.render(report))
        .contains("never trained on", "network trained, stretched", "Results of <bdi>score</bdi>");
  }

  @Test
  void doesWithoutStagesThatDidNotRun() throws Exception {
    var only =
        TinyRun.stages(scratch).stream().filter(stage -> stage.name().equals("score")).toList();

    var evaluation = ReportBuilder.build(TinyRun.SUMMARY, only).evaluations().get(0);

    assertThat(evaluation.result().description()).isEqualTo("made outside of this run");
    assertThat(evaluation.queries()).isEqualTo(6);
    assertThat(evaluation.references()).isNull();
    assertThat(evaluation.edits().bars()).extracting(EditRecall::neverTrained).containsOnly(false);
    assertThat(evaluation.gallery().best().get(0).query().dataUri()).isNull();
    assertThat(ReportBuilder.build(TinyRun.SUMMARY, List.of()).stages()).isEmpty();
  }

  private static String story(Card card) {
    var source = card.source() == null ? "-" : card.source().id();
    return card.query().id() + ": " + source + " / " + card.found().id();
  }
}
