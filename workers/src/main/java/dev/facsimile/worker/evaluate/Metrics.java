package dev.facsimile.worker.evaluate;

import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.worker.evaluate.Ranking.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Figures of matches against a ground truth; pure functions. */
public final class Metrics {
  /** An other list of matches, by its content digest. */
  public record Named(String digest, Matches matches) {}

  private Metrics() {}

  /** Micro-average precision, worst case among equal scores; NaN without a true pair. */
  public static double microAp(Matches matches, GroundTruth truth) {
    return Ranking.of(matches, truth).figures(List.of()).microAp();
  }

  /** Everything about matches that a report shows or a gate judges. */
  public static Score score(
      EvaluateSpec spec, Matches matches, GroundTruth truth, List<Named> others) {
    var lists = new ArrayList<Matches>(List.of(matches));
    others.forEach(other -> lists.add(other.matches()));
    var numbers = Ranking.queryNumbers(truth, lists);
    var rankings = lists.stream().map(list -> Ranking.of(list, truth, numbers)).toList();
    var figures = rankings.stream().map(ranking -> ranking.figures(spec.recallAt())).toList();
    var bootstrap =
        Bootstrap.of(
            rankings, spec.recallAt(), spec.bootstrapSamples(), spec.confidence(), spec.seed());
    var own = figures.get(0);
    var recallAt = new TreeMap<Integer, BigDecimal>();
    for (int k = 0; k < spec.recallAt().size(); k++) {
      recallAt.put(spec.recallAt().get(k), number(own.recallAt()[k]));
    }
    return new Score(
        number(own.microAp()),
        number(own.recallAtP90()),
        number(own.thresholdAtP90()),
        recallAt,
        truth.queries().size(),
        truth.pairs().size(),
        matches.size(),
        intervals(bootstrap, spec.recallAt()),
        edits(rankings.get(0), own, truth),
        comparisons(others, figures, bootstrap));
  }

  private static SortedMap<String, List<BigDecimal>> intervals(
      Bootstrap bootstrap, List<Integer> recallAt) {
    var intervals = new TreeMap<String, List<BigDecimal>>();
    put(intervals, "microAp", bootstrap.interval(0, Figures::microAp));
    put(intervals, "recallAtP90", bootstrap.interval(0, Metrics::recallOrNone));
    for (int k = 0; k < recallAt.size(); k++) {
      int at = k;
      put(
          intervals,
          "recallAt" + recallAt.get(k),
          bootstrap.interval(0, figures -> figures.recallAt()[at]));
    }
    return intervals;
  }

  private static List<Score.Comparison> comparisons(
      List<Named> others, List<Figures> figures, Bootstrap bootstrap) {
    var comparisons = new ArrayList<Score.Comparison>();
    for (int i = 1; i < figures.size(); i++) {
      var intervals = new TreeMap<String, List<BigDecimal>>();
      put(intervals, "microApGain", bootstrap.gain(i, Figures::microAp));
      put(intervals, "recallAtP90Gain", bootstrap.gain(i, Metrics::recallOrNone));
      comparisons.add(
          new Score.Comparison(
              others.get(i - 1).digest(),
              number(figures.get(i).microAp()),
              number(figures.get(i).recallAtP90()),
              gain(figures, i, Figures::microAp),
              gain(figures, i, Metrics::recallOrNone),
              intervals));
    }
    return comparisons;
  }

  private static BigDecimal gain(
      List<Figures> figures, int over, ToDoubleFunction<Figures> figure) {
    return number(figure.applyAsDouble(figures.get(0)) - figure.applyAsDouble(figures.get(over)));
  }

  private static List<Score.EditScore> edits(Ranking ranking, Figures figures, GroundTruth truth) {
    var scores = new ArrayList<Score.EditScore>();
    truth
        .edits()
        .forEach(
            (edit, queries) -> {
              int pairs = 0;
              int accepted = 0;
              int first = 0;
              var seen = new HashSet<String>();
              for (int i = 0; i < truth.pairs().size(); i++) {
                if (queries.contains(truth.pairs().get(i).query())) {
                  pairs++;
                  seen.add(truth.pairs().get(i).query());
                  accepted += ranking.score(i) >= figures.thresholdAtP90() ? 1 : 0;
                  first += ranking.rank(i) == 1 ? 1 : 0;
                }
              }
              if (pairs > 0) {
                scores.add(
                    new Score.EditScore(
                        edit,
                        seen.size(),
                        pairs,
                        number((double) accepted / pairs),
                        number((double) first / pairs)));
              }
            });
    return scores;
  }

  private static double recallOrNone(Figures figures) {
    return Double.isNaN(figures.recallAtP90()) ? 0 : figures.recallAtP90();
  }

  private static void put(
      SortedMap<String, List<BigDecimal>> intervals, String name, Bootstrap.Interval interval) {
    if (!Double.isNaN(interval.low())) {
      intervals.put(name, List.of(number(interval.low()), number(interval.high())));
    }
  }

  private static BigDecimal number(double value) {
    return Double.isFinite(value) ? Decimals.number(value) : null;
  }
}
