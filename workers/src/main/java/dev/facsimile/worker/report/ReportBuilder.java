package dev.facsimile.worker.report;

import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.worker.report.RunReport.Evaluation;
import dev.facsimile.worker.report.RunReport.StageRow;
import dev.facsimile.worker.report.RunReport.Training;
import dev.facsimile.worker.report.chart.Curve;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a run left behind into the model of its page. */
public final class ReportBuilder {
  /** Cards in each part of the gallery of a run with one evaluation; several share them. */
  private static final int CARDS = 12;

  private static final int FEWEST_CARDS = 3;

  private ReportBuilder() {}

  /**
   * The model of a run's page.
   *
   * @param stages the stages whose artifacts are there, in the order they were worked on; any may
   *     be missing, as after {@code --only}
   * @throws IOException when an artifact cannot be read
   * @throws dev.facsimile.pipeline.task.TaskException when an artifact is not what it should be
   */
  public static RunReport build(RunSummary summary, List<FinishedStage> stages) throws IOException {
    var lineage = new Lineage(stages);
    var evaluated =
        stages.stream().filter(stage -> stage.parameters() instanceof EvaluateSpec).toList();
    var evaluations = new ArrayList<Evaluation>();
    for (var stage : evaluated) {
      int cards = Math.max(FEWEST_CARDS, CARDS / evaluated.size());
      evaluations.add(new EvaluationReader(stage, lineage).read(cards));
    }
    var trainings = new ArrayList<Training>();
    var rows = new ArrayList<StageRow>();
    for (var stage : stages) {
      if (stage.parameters() instanceof TrainSpec) {
        var training = TrainingReader.read(stage);
        if (!training.curves().isEmpty() || !training.monitor().isEmpty()) {
          trainings.add(training);
        }
      }
      rows.add(
          new StageRow(
              stage.name(),
              stage.type(),
              stage.cached(),
              stage.time(),
              counts(stage),
              stage.key()));
    }
    return new RunReport(summary, overlaid(evaluated, evaluations), trainings, rows);
  }

  /** The evaluations, each with the curves of all others against the same ground truth. */
  private static List<Evaluation> overlaid(
      List<FinishedStage> stages, List<Evaluation> evaluations) {
    var overlaid = new ArrayList<Evaluation>();
    for (int i = 0; i < evaluations.size(); i++) {
      var curves = new ArrayList<>(evaluations.get(i).curves());
      var truth = stages.get(i).inputs().digest("truth");
      for (int other = 0; other < evaluations.size(); other++) {
        if (truth.equals(stages.get(other).inputs().digest("truth"))) {
          evaluations.get(other).curves().stream()
              .filter(curve -> curves.stream().map(Curve::name).noneMatch(curve.name()::equals))
              .forEach(curves::add);
        }
      }
      overlaid.add(evaluations.get(i).withCurves(curves));
    }
    return overlaid;
  }

  private static SortedMap<String, Long> counts(FinishedStage stage) throws IOException {
    var manifest = stage.artifact().manifest();
    if (!manifest.counts().isEmpty() || manifest.shares().isEmpty()) {
      return manifest.counts();
    }
    var sums = new TreeMap<String, Long>();
    for (var share : stage.artifact().shares()) {
      share.manifest().counts().forEach((what, number) -> sums.merge(what, number, Long::sum));
    }
    return sums;
  }
}
