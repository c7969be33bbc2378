package dev.facsimile.worker.report;

import dev.facsimile.worker.evaluate.GroundTruth;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.evaluate.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the queries that are worth a look: the surest copies, the worst false alarms, the worst
 * misses; each query at most once in each.
 */
final class GallerySelection {
  /**
   * A chosen query.
   *
   * @param query its id
   * @param source the reference that it is a copy of, the best placed one; null when it is none
   * @param sourceScore its score; null when the pair is not among the matches
   * @param sourcePlace its rank, from 1; null likewise
   * @param found the wrong reference with the highest score; null when left out or when there is
   *     none
   * @param foundScore its score
   */
  record Choice(
      String query,
      String source,
      Double sourceScore,
      Integer sourcePlace,
      String found,
      Double foundScore) {}

  private record Source(String reference, Double score, Integer place) {}

  private final Matches matches;
  private final int[] bestFirst;
  private final Map<String, Set<String>> truth = new HashMap<>();
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Integer> bestWrong = new HashMap<>();

  /** A selection of these matches, ranked by this ground truth. */
  GallerySelection(Matches matches, GroundTruth truth, Ranking ranking) {
    this.matches = matches;
    this.bestFirst =
        IntStream.range(0, matches.size())
            .boxed()
            .sorted(Comparator.comparingDouble(match -> -matches.score(match)))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < truth.pairs().size(); i++) {
      var pair = truth.pairs().get(i);
      this.truth.computeIfAbsent(pair.query(), q -> new HashSet<>()).add(pair.reference());
      boolean kept = ranking.rank(i) > 0;
      var source =
          new Source(
              pair.reference(), kept ? ranking.score(i) : null, kept ? ranking.rank(i) : null);
      sources.merge(pair.query(), source, (a, b) -> place(b) < place(a) ? b : a);
    }
    for (int match : bestFirst) {
      if (!isTrue(match)) {
        bestWrong.putIfAbsent(matches.query(match), match);
      }
    }
  }

  /** Copies whose source comes first, the highest scores first; each source once. */
  List<Choice> best(int most) {
    var choices = new ArrayList<Choice>();
    var seen = new HashSet<String>();
    for (int match : bestFirst) {
      var query = matches.query(match);
      var source = sources.get(query);
      if (choices.size() < most
          && source != null
          && place(source) == 1
          && source.reference().equals(matches.reference(match))
          && seen.add(source.reference())) {
        choices.add(new Choice(query, source.reference(), source.score(), 1, null, null));
      }
    }
    return choices;
  }

  /** Wrong pairs, the highest scores first. */
  List<Choice> falsePositives(int most) {
    return bestWrong.values().stream()
        .sorted(
            Comparator.<Integer>comparingDouble(match -> -matches.score(match))
                .thenComparing(matches::query))
        .limit(most)
        .map(match -> choice(matches.query(match)))
        .toList();
  }

  /**
   * Copies whose source does not come first, or scores below the threshold: those without any match
   * with their source first, then the worst placed, then the lowest scores.
   *
   * @param threshold lowest score that counts as found; negative infinity when there is none
   */
  List<Choice> misses(double threshold, int most) {
    return sources.entrySet().stream()
        .filter(entry -> place(entry.getValue()) > 1 || entry.getValue().score() < threshold)
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Source> entry) -> -place(entry.getValue()))
                .thenComparingDouble(entry -> score(entry.getValue()))
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(entry -> choice(entry.getKey()))
        .toList();
  }

  private Choice choice(String query) {
    var source = sources.get(query);
    var wrong = bestWrong.get(query);
    return new Choice(
        query,
        source == null ? null : source.reference(),
        source == null ? null : source.score(),
        source == null ? null : source.place(),
        wrong == null ? null : matches.reference(wrong),
        wrong == null ? null : (Double) matches.score(wrong));
  }

  private boolean isTrue(int match) {
    return truth.getOrDefault(matches.query(match), Set.of()).contains(matches.reference(match));
  }

  private static int place(Source source) {
    return source.place() == null ? Integer.MAX_VALUE : source.place();
  }

  private static double score(Source source) {
    return source.score() == null ? Double.NEGATIVE_INFINITY : source.score();
  }
}
