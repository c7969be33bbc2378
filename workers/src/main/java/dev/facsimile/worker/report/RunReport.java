package dev.facsimile.worker.report;

import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.Point;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that the page of a run shows, as plain values; an absent figure is null, an absent
 * part an empty list.
 *
 * @param summary the run as a whole
 * @param evaluations its evaluations, in the order of the stages
 * @param trainings its trainings, in the order of the stages
 * @param stages its stages, in the order they are worked on
 */
public record RunReport(
    RunSummary summary,
    List<Evaluation> evaluations,
    List<Training> trainings,
    List<StageRow> stages) {

  /** A figure, and the interval of its bootstrap distribution where there is one. */
  public record Estimate(double value, Interval interval) {}

  /** Ends of an interval. */
  public record Interval(double low, double high) {}

  /**
   * One list of matches against one ground truth.
   *
   * @param stage name of the evaluation
   * @param result the evaluated matches
   * @param rivals matches of the same queries that it is compared with
   * @param confidence confidence of all intervals, in (0, 1)
   * @param queries pictures asked about; null when unknown
   * @param references pictures searched; null when unknown
   * @param copies pairs of the ground truth; null when unknown
   * @param curves precision over recall of everything measured against the same ground truth, the
   *     evaluated matches first
   * @param edits recall for each edit of the queries
   * @param gallery pictures of what was found and missed
   */
  public record Evaluation(
      String stage,
      Result result,
      List<Rival> rivals,
      double confidence,
      Long queries,
      Long references,
      Long copies,
      List<Curve> curves,
      Edits edits,
      Gallery gallery) {
    /** This evaluation with other curves. */
    public Evaluation withCurves(List<Curve> others) {
      return new Evaluation(
          stage, result, rivals, confidence, queries, references, copies, others, edits, gallery);
    }
  }

  /**
   * Metrics of a list of matches.
   *
   * @param name name of the stage that made them
   * @param description how the pictures were described
   * @param microAp average precision over all pairs
   * @param recallAtP90 share of the copies found at 90 % precision; null when never reached
   * @param thresholdAtP90 score of the last pair found then; null when never reached
   * @param recallAt rank -> share of the copies whose source comes within so many first answers
   */
  public record Result(
      String name,
      String description,
      Estimate microAp,
      Double recallAtP90,
      Double thresholdAtP90,
      Map<Integer, Double> recallAt) {}

  /** Other matches, and what the evaluated ones gain in micro-AP over them. */
  public record Rival(Result result, Estimate gain) {}

  /**
   * Recall per edit.
   *
   * @param bars the edits, best first
   * @param note what a reader has to know about the training recipes; null when nothing
   */
  public record Edits(List<EditRecall> bars, String note) {
    /** Whether one of the edits is in no training recipe. */
    public boolean anyNeverTrained() {
      return bars.stream().anyMatch(EditRecall::neverTrained);
    }
  }

  /**
   * Recall over the queries that an edit was applied to.
   *
   * @param edit name of the operation
   * @param queries copies among the queries that it was applied to
   * @param recallAtP90 share of them found at 90 % precision of all matches; null when that is
   *     never reached
   * @param recallAt1 share of them whose source comes first
   * @param neverTrained whether no training recipe of the run contains it
   */
  public record EditRecall(
      String edit, long queries, Double recallAtP90, double recallAt1, boolean neverTrained) {
    /** The figure that stands beside the bar. */
    public double shown() {
      return recallAtP90 == null ? recallAt1 : recallAtP90;
    }
  }

  /** Queries worth looking at. */
  public record Gallery(List<Card> best, List<Card> falsePositives, List<Card> misses) {}

  /**
   * A query beside its source and what was found instead.
   *
   * @param query the picture asked about
   * @param edits operations that made it
   * @param source the picture that it is a copy of; null when it is none
   * @param sourceScore score of query and source; null when the pair was not kept
   * @param sourcePlace place of the source among the query's answers, from 1; null when not kept
   * @param found the wrong answer; null when there is none
   * @param foundScore its score
   */
  public record Card(
      Picture query,
      List<String> edits,
      Picture source,
      Double sourceScore,
      Integer sourcePlace,
      Picture found,
      Double foundScore) {}

  /** A picture's id, and a small version as a data URI; null when it could not be read. */
  public record Picture(String id, String dataUri) {}

  /**
   * How a network was trained.
   *
   * @param stage name of the stage
   * @param curves loss, its terms and the learning rate over steps
   * @param monitor micro-AP on the monitoring challenge over steps
   */
  public record Training(String stage, List<Curve> curves, List<Point> monitor) {
    /** Micro-AP after the last step; null when it was not measured. */
    public Double lastMonitored() {
      return monitor.isEmpty() ? null : monitor.get(monitor.size() - 1).y();
    }
  }

  /** A row of the table of stages. */
  public record StageRow(
      String name,
      String type,
      boolean cached,
      Duration time,
      Map<String, Long> counts,
      String key) {}
}
