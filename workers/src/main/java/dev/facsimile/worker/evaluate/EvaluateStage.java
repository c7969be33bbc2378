package dev.facsimile.worker.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.facsimile.pipeline.csv.CsvWriter;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Scores matches: {@code score.json} ({@link Score}), {@code curve.csv} (the precision-recall
 * curve, thinned when long), {@code ranks.csv} (where each true pair was found).
 */
public final class EvaluateStage implements Stage<EvaluateSpec> {
  /** Name of the object that holds the figures. */
  public static final String SCORE_OBJECT = "score.json";

  /** Name of the object that holds the curve. */
  public static final String CURVE_OBJECT = "curve.csv";

  /** Name of the object that holds the ranks of the true pairs. */
  public static final String RANKS_OBJECT = "ranks.csv";

  private static final int CURVE_STEPS = 1000;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Override
  public void run(EvaluateSpec parameters, StageInputs inputs, StageOutput output)
      throws IOException {
    var matches = Matches.read(inputs.file("matches", Matches.OBJECT));
    var truth = GroundTruth.read(inputs, "truth");
    check(matches, truth, output);
    var score = Metrics.score(parameters, matches, truth, others(inputs));
    var ranking = Ranking.of(matches, truth);
    Files.writeString(
        output.create(SCORE_OBJECT), JSON.writeValueAsString(score).replace("\r\n", "\n") + "\n");
    writeCurve(ranking.curve(), output.create(CURVE_OBJECT));
    writeRanks(ranking, truth, output.create(RANKS_OBJECT));
    output.count("queries", truth.queries().size());
    output.count("pairs", truth.pairs().size());
    output.count("matches", matches.size());
  }

  private static List<Metrics.Named> others(StageInputs inputs) throws IOException {
    var others = new ArrayList<Metrics.Named>();
    if (inputs.has("compareWith")) {
      if (inputs.isFile("compareWith")) {
        others.add(
            new Metrics.Named(
                inputs.digest("compareWith"), Matches.read(inputs.file("compareWith"))));
      } else {
        for (var artifact : inputs.artifacts("compareWith")) {
          others.add(
              new Metrics.Named(artifact.digest(), Matches.read(artifact.fetch(Matches.OBJECT))));
        }
      }
    }
    return others;
  }

  /** Counts what one side names and the other does not; refuses sides that have nothing to do. */
  private static void check(Matches matches, GroundTruth truth, StageOutput output) {
    if (truth.pairs().isEmpty()) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          "truth names no pair of a query and a reference: there is nothing to find; give the"
              + " ground truth of these queries");
    }
    var matched = new HashSet<String>();
    var references = new HashSet<String>();
    for (int i = 0; i < matches.size(); i++) {
      matched.add(matches.query(i));
      references.add(matches.reference(i));
    }
    long unknown = matched.stream().filter(query -> !truth.queries().contains(query)).count();
    if (unknown > 0 && unknown == matched.size()) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          "no query of the matches (such as \""
              + matches.query(0)
              + "\") is in the ground truth (which names \""
              + truth.queries().iterator().next()
              + "\" first): they belong to other queries, or one has extensions or folders in its"
              + " ids and the other has not");
    }
    output.attribute("matchedQueriesNotInTruth", Long.toString(unknown));
    output.attribute(
        "truthQueriesNotMatched",
        Long.toString(truth.queries().stream().filter(query -> !matched.contains(query)).count()));
    output.attribute(
        "truthReferencesNotMatched",
        Long.toString(
            truth.pairs().stream()
                .map(GroundTruth.Pair::reference)
                .distinct()
                .filter(reference -> !references.contains(reference))
                .count()));
  }

  private static void writeCurve(List<Ranking.Point> points, Path file) throws IOException {
    try (var csv = new CsvWriter(file, "precision", "recall", "threshold")) {
      for (int i = 0; i < points.size(); i++) {
        if (kept(points, i)) {
          var point = points.get(i);
          csv.row(
              Decimals.text(point.precision()),
              Decimals.text(point.recall()),
              Decimals.text(point.threshold()));
        }
      }
    }
  }

  /** All points of a short curve; of a long one the ends and each step in recall or length. */
  private static boolean kept(List<Ranking.Point> points, int i) {
    if (points.size() <= 2 * CURVE_STEPS || i == 0 || i == points.size() - 1) {
      return true;
    }
    return step(points.get(i).recall()) != step(points.get(i - 1).recall())
        || (long) i * CURVE_STEPS / points.size() != (i - 1L) * CURVE_STEPS / points.size();
  }

  private static int step(double recall) {
    return (int) (recall * CURVE_STEPS);
  }

  private static void writeRanks(Ranking ranking, GroundTruth truth, Path file) throws IOException {
    try (var csv = new CsvWriter(file, "query_id", "reference_id", "rank", "score")) {
      for (int i = 0; i < truth.pairs().size(); i++) {
        var pair = truth.pairs().get(i);
        boolean found = ranking.rank(i) > 0;
        csv.row(
            pair.query(),
            pair.reference(),
            found ? Integer.toString(ranking.rank(i)) : "",
            found ? Decimals.text(ranking.score(i)) : "");
      }
    }
  }
}
