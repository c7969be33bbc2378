package dev.facsimile.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.parity.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The official metric's figures for every pair of files in the folder. */
@Tag("parity")
class MetricsParityTest {
  private static final Pattern RECALL_AT_RANK = Pattern.compile("recallAtRank(\\d+)");

  @Test
  void everyCaseGivesTheOfficialFigures() throws IOException {
    var fixtures = Fixtures.folder("metrics");
    var expected = fixtures.json("expected.json");
    double tolerance = expected.get("tolerance").asDouble();
    int run = 0;
    for (var entry : expected.get("cases")) {
      var name = entry.get("case").asText();
      var matches = matches(fixtures, name);
      var truth = truth(fixtures, name);

      assertThat(matches.size()).as(name).isEqualTo(entry.get("predictions").asInt());
      assertThat(truth.pairs()).as(name).hasSize(entry.get("groundTruthPairs").asInt());
      assertFigures(name, entry, Ranking.of(matches, truth), tolerance);
      if (fixtures.exists(name + "_curve.csv")) {
        assertCurve(name, fixtures.csv(name + "_curve.csv"), matches, truth, tolerance);
      }
      if (entry.has("cap") && fixtures.exists(name + "_cut_predictions.csv")) {
        var cut = matches(fixtures, name + "_cut");
        assertThat(pairs(cut, cut.size()))
            .as("%s: the best of all", name)
            .isEqualTo(pairs(matches, entry.get("cap").asInt()));
      }
      run++;
    }
    fixtures.report(expected.get("cases").size(), run);

    var errors = fixtures.json("errors.json");
    int odd = 0;
    for (var entry : errors) {
      assertOdd(fixtures, entry, tolerance);
      odd++;
    }
    fixtures.report(errors.size(), odd);
    fixtures.assertEverythingRead();
  }

  /** Odd input gives the reference's figures or its refusal; NaN is refused by us alone. */
  private static void assertOdd(Fixtures fixtures, JsonNode entry, double tolerance)
      throws IOException {
    var name = entry.get("case").asText();
    var text = new String(fixtures.bytes(name + "_predictions.csv"), StandardCharsets.UTF_8);
    var truth = truth(fixtures, name);
    if (entry.has("numbers") && !text.contains(",nan\n")) {
      assertFigures(
          name, entry.get("numbers"), Ranking.of(matches(fixtures, name), truth), tolerance);
    } else {
      assertThatThrownBy(() -> matches(fixtures, name))
          .as(name)
          .isInstanceOf(TaskException.class)
          .hasMessageContaining(name + "_predictions.csv");
    }
  }

  private static void assertFigures(
      String name, JsonNode expected, Ranking ranking, double tolerance) {
    var names = new TreeSet<String>();
    expected.fieldNames().forEachRemaining(names::add);
    int compared = 0;
    for (var field : names) {
      var rank = RECALL_AT_RANK.matcher(field);
      var figures =
          ranking.figures(rank.matches() ? List.of(Integer.valueOf(rank.group(1))) : List.of());
      double actual;
      if (rank.matches()) {
        actual = figures.recallAt()[0];
      } else if (field.equals("microAveragePrecision")) {
        actual = figures.microAp();
      } else if (field.equals("recallAtPrecision90")) {
        actual = figures.recallAtP90();
      } else if (field.equals("thresholdAtPrecision90")) {
        actual = figures.thresholdAtP90();
      } else {
        continue;
      }
      compared++;
      var value = expected.get(field);
      double wanted =
          value.isNull()
              ? Double.NaN
              : value.isTextual() ? Decimals.parse(value.asText()) : value.asDouble();
      if (Double.isFinite(wanted)) {
        assertThat(actual).as("%s %s", name, field).isCloseTo(wanted, within(tolerance));
      } else {
        assertThat(actual).as("%s %s", name, field).isEqualTo(Double.valueOf(wanted));
      }
    }
    assertThat(compared).as("%s: figures compared", name).isGreaterThanOrEqualTo(5);
  }

  private static void assertCurve(
      String name,
      List<Map<String, String>> expected,
      Matches matches,
      GroundTruth truth,
      double tolerance) {
    var curve = Ranking.of(matches, truth).curve();
    assertThat(curve).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < curve.size(); i++) {
      var point = expected.get(i);
      assertThat(curve.get(i).precision())
          .isCloseTo(Decimals.parse(point.get("precision")), within(tolerance));
      assertThat(curve.get(i).recall())
          .isCloseTo(Decimals.parse(point.get("recall")), within(tolerance));
      assertThat(curve.get(i).threshold())
          .isCloseTo(Decimals.parse(point.get("threshold")), within(tolerance));
    }
  }

  private static TreeSet<String> pairs(Matches matches, int best) {
    var pairs = new TreeSet<String>();
    IntStream.range(0, matches.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -matches.score(i)))
        .limit(best)
        .forEach(i -> pairs.add(matches.query(i) + "," + matches.reference(i) + matches.score(i)));
    return pairs;
  }

  private static Matches matches(Fixtures fixtures, String name) throws IOException {
    return Matches.read(fixtures.file(name + "_predictions.csv"));
  }

  private static GroundTruth truth(Fixtures fixtures, String name) throws IOException {
    return GroundTruth.read(fixtures.file(name + "_truth.csv"));
  }
}
