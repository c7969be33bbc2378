package dev.facsimile.worker.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.worker.evaluate.EvaluateStage;
import dev.facsimile.worker.evaluate.GroundTruth;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.evaluate.Ranking;
import dev.facsimile.worker.evaluate.Score;
import dev.facsimile.worker.report.RunReport.EditRecall;
import dev.facsimile.worker.report.RunReport.Edits;
import dev.facsimile.worker.report.RunReport.Estimate;
import dev.facsimile.worker.report.RunReport.Evaluation;
import dev.facsimile.worker.report.RunReport.Gallery;
import dev.facsimile.worker.report.RunReport.Interval;
import dev.facsimile.worker.report.RunReport.Result;
import dev.facsimile.worker.report.RunReport.Rival;
import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.Point;
import dev.facsimile.worker.report.chart.Thinning;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads one evaluation: its figures from {@code score.json}; curves and gallery from the matches
 * and the ground truth that it read, its pictures by way of match, normalize and extract.
 */
final class EvaluationReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CURVE_COLUMNS = 200;

  private final FinishedStage stage;
  private final EvaluateSpec spec;
  private final Lineage lineage;

  /** A reader of a stage whose parameters are those of an evaluation. */
  EvaluationReader(FinishedStage stage, Lineage lineage) {
    this.stage = stage;
    this.spec = (EvaluateSpec) stage.parameters();
    this.lineage = lineage;
  }

  /**
   * The evaluation.
   *
   * @param cards most cards in each part of the gallery
   */
  Evaluation read(int cards) throws IOException {
    var score = JSON.readValue(stage.artifact().read(EvaluateStage.SCORE_OBJECT), Score.class);
    var truth = GroundTruth.read(stage.inputs(), "truth");
    var matches = Matches.read(stage.inputs().file("matches", Matches.OBJECT));
    var ranking = Ranking.of(matches, truth);
    var curves = new ArrayList<Curve>();
    curves.add(curve(spec.matches(), ranking));
    var rivals = rivals(score, truth, curves);
    var queries = pictures(MatchSpec::queries);
    var references = pictures(MatchSpec::references);
    var selection = new GallerySelection(matches, truth, ranking);
    var pictures = new GalleryPictures(queries, references, truth.edits());
    double threshold =
        score.thresholdAtP90() == null
            ? Double.NEGATIVE_INFINITY
            : score.thresholdAtP90().doubleValue();
    return new Evaluation(
        stage.name(),
        result(score),
        rivals,
        spec.confidence(),
        queries.map(some -> (long) some.entries().size()).orElse((long) score.queries()),
        references.map(some -> (long) some.entries().size()).orElse(null),
        (long) score.pairs(),
        curves,
        edits(score),
        new Gallery(
            pictures.cards(selection.best(cards)),
            pictures.cards(selection.falsePositives(cards)),
            pictures.cards(selection.misses(threshold, cards))));
  }

  /** Files of the matches compared with, in the order of the pipeline file. */
  private List<Path> rivalFiles() throws IOException {
    var inputs = stage.inputs();
    var files = new ArrayList<Path>();
    if (inputs.has("compareWith")) {
      if (inputs.isFile("compareWith")) {
        files.add(inputs.file("compareWith"));
      } else {
        for (var artifact : inputs.artifacts("compareWith")) {
          files.add(artifact.fetch(Matches.OBJECT));
        }
      }
    }
    return files;
  }

  private List<Rival> rivals(Score score, GroundTruth truth, List<Curve> curves)
      throws IOException {
    var rivals = new ArrayList<Rival>();
    var comparisons =
        score.comparisons() == null ? List.<Score.Comparison>of() : score.comparisons();
    var files = rivalFiles();
    for (int i = 0; i < comparisons.size(); i++) {
      var comparison = comparisons.get(i);
      var name = spec.compareWith().get(i);
      var ranking = Ranking.of(Matches.read(files.get(i)), truth);
      curves.add(curve(name, ranking));
      var result =
          new Result(
              name,
              lineage.description(name),
              new Estimate(number(comparison.microAp()), null),
              number(comparison.recallAtP90()),
              null,
              Map.of(1, ranking.figures(List.of(1)).recallAt()[0]));
      var gain =
          new Estimate(
              number(comparison.microApGain()), interval(comparison.intervals(), "microApGain"));
      rivals.add(new Rival(result, gain));
    }
    return rivals;
  }

  private static Curve curve(String name, Ranking ranking) {
    var points = ranking.curve().stream().map(p -> new Point(p.recall(), p.precision())).toList();
    return new Curve(name, Thinning.extremes(points, CURVE_COLUMNS));
  }

  private Result result(Score score) {
    var recallAt = new TreeMap<Integer, Double>();
    score.recallAt().forEach((rank, recall) -> recallAt.put(rank, number(recall)));
    return new Result(
        spec.matches(),
        lineage.description(spec.matches()),
        new Estimate(number(score.microAp()), interval(score.intervals(), "microAp")),
        number(score.recallAtP90()),
        number(score.thresholdAtP90()),
        recallAt);
  }

  private Edits edits(Score score) {
    if (score.edits() == null) {
      return new Edits(List.of(), null);
    }
    var trained = lineage.trainedEdits();
    var bars = new ArrayList<EditRecall>();
    for (var edit : score.edits()) {
      boolean never = trained.isPresent() && !trained.get().contains(edit.edit());
      bars.add(
          new EditRecall(
              edit.edit(),
              edit.queries(),
              score.recallAtP90() == null ? null : number(edit.recallAtP90()),
              number(edit.recallAt1()),
              never));
    }
    bars.sort(
        Comparator.comparingDouble((EditRecall bar) -> -bar.shown())
            .thenComparingDouble(bar -> -bar.recallAt1())
            .thenComparing(EditRecall::edit));
    var note =
        lineage.startsFromForeignWeights() && trained.isPresent()
            ? "The training started from given weights; what those were trained on is not part of"
                + " this run."
            : null;
    return new Edits(bars, note);
  }

  /** The pictures on a side of the evaluated match stage; empty when files came in its place. */
  private Optional<ImageCollection> pictures(Function<MatchSpec, String> side) throws IOException {
    var match = lineage.stage(spec.matches()).map(FinishedStage::parameters).orElse(null);
    return match instanceof MatchSpec found
        ? lineage.pictures(side.apply(found))
        : Optional.empty();
  }

  private static Interval interval(Map<String, List<BigDecimal>> intervals, String figure) {
    var ends = intervals == null ? null : intervals.get(figure);
    return ends == null ? null : new Interval(number(ends.get(0)), number(ends.get(1)));
  }

  private static Double number(BigDecimal value) {
    return value == null ? null : (Double) value.doubleValue();
  }
}
