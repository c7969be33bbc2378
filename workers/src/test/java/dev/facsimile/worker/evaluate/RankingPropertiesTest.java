package dev.facsimile.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RankingPropertiesTest {
  /** A scored or a true pair of small numbers. */
  record Line(int query, int reference, int score) {}

  @Provide
  Arbitrary<List<Line>> lines() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(-2, 4))
        .as(Line::new)
        .list()
        .ofMaxSize(25)
        .uniqueElements(line -> line.query() + "," + line.reference());
  }

  @Property(tries = 300)
  void figuresEqualThoseOfTheDefinitions(
      @ForAll("lines") List<Line> scored, @ForAll("lines") List<Line> truth) {
    var pairs = truth.stream().map(line -> new GroundTruth.Pair(q(line), r(line))).toList();

    var figures = Ranking.of(matches(scored), GroundTruth.of(pairs)).figures(List.of(1, 3));

    double microAp = 0;
    double recallAtP90 = Double.NaN;
    for (int seen = 1; seen <= scored.size(); seen++) {
      var order = worstOrder(scored, pairs);
      int correct = correct(order.subList(0, seen), pairs);
      double precision = (double) correct / seen;
      if (isTrue(order.get(seen - 1), pairs)) {
        microAp += precision / pairs.size();
      }
      double recall = (double) correct / pairs.size();
      if (precision >= 0.9 && recall > 0 && !(recall <= recallAtP90)) {
        recallAtP90 = recall;
      }
    }
    int first = 0;
    int third = 0;
    for (var line : scored) {
      if (isTrue(line, pairs)) {
        long atLeast =
            scored.stream()
                .filter(o -> o.query() == line.query() && o.score() >= line.score())
                .count();
        first += atLeast <= 1 ? 1 : 0;
        third += atLeast <= 3 ? 1 : 0;
      }
    }
    if (pairs.isEmpty()) {
      assertThat(figures.microAp()).isNaN();
      return;
    }
    assertThat(figures.microAp()).isCloseTo(microAp, within(1e-12));
    assertThat(figures.recallAtP90()).isEqualTo(Double.valueOf(recallAtP90));
    assertThat(figures.recallAt())
        .containsExactly((double) first / pairs.size(), (double) third / pairs.size());
  }

  @Property(tries = 200)
  void aWeightIsAsGoodAsSoManyCopiesOfTheQuery(
      @ForAll("lines") List<Line> scored, @ForAll("lines") List<Line> truth) {
    var pairs = truth.stream().map(line -> new GroundTruth.Pair(q(line), r(line))).toList();
    var known = GroundTruth.of(pairs);
    var numbers = Ranking.queryNumbers(known, List.of(matches(scored)));
    var weights = new int[numbers.size()];
    numbers.forEach((query, number) -> weights[number] = query.charAt(1) % 3);

    var weighted = Ranking.of(matches(scored), known).figures(List.of(1), weights);

    var copiedScores = new ArrayList<String[]>();
    var copiedPairs = new ArrayList<GroundTruth.Pair>();
    for (int copy = 0; copy < 3; copy++) {
      for (var line : scored) {
        if (weights[numbers.get(q(line))] > copy) {
          copiedScores.add(new String[] {q(line) + "/" + copy, r(line), "" + line.score()});
        }
      }
      for (var pair : pairs) {
        if (weights[numbers.get(pair.query())] > copy) {
          copiedPairs.add(new GroundTruth.Pair(pair.query() + "/" + copy, pair.reference()));
        }
      }
    }
    var copied =
        Ranking.of(
                Matches.of(
                    copiedScores.stream().map(fields -> fields[0]).toList(),
                    copiedScores.stream().map(fields -> fields[1]).toList(),
                    copiedScores.stream().mapToDouble(f -> Double.parseDouble(f[2])).toArray()),
                GroundTruth.of(copiedPairs))
            .figures(List.of(1));
    if (copiedPairs.isEmpty()) {
      assertThat(weighted.microAp()).isNaN();
      return;
    }
    assertThat(weighted.microAp()).isCloseTo(copied.microAp(), within(1e-12));
    assertThat(weighted.recallAtP90()).isEqualTo(Double.valueOf(copied.recallAtP90()));
    assertThat(weighted.thresholdAtP90()).isEqualTo(Double.valueOf(copied.thresholdAtP90()));
    assertThat(weighted.recallAt()).containsExactly(copied.recallAt());
  }

  private static Matches matches(List<Line> scored) {
    return Matches.of(
        scored.stream().map(RankingPropertiesTest::q).toList(),
        scored.stream().map(RankingPropertiesTest::r).toList(),
        scored.stream().mapToDouble(Line::score).toArray());
  }

  private static List<Line> worstOrder(List<Line> scored, List<GroundTruth.Pair> pairs) {
    var order = new ArrayList<>(scored);
    order.sort(
        (a, b) ->
            a.score() != b.score()
                ? Integer.compare(b.score(), a.score())
                : Boolean.compare(isTrue(a, pairs), isTrue(b, pairs)));
    return order;
  }

  private static int correct(List<Line> lines, List<GroundTruth.Pair> pairs) {
    return (int) new LinkedHashSet<>(lines).stream().filter(line -> isTrue(line, pairs)).count();
  }

  private static boolean isTrue(Line line, List<GroundTruth.Pair> pairs) {
    return pairs.contains(new GroundTruth.Pair(q(line), r(line)));
  }

  private static String q(Line line) {
    return "Q" + line.query();
  }

  private static String r(Line line) {
    return "R" + line.reference();
  }
}
