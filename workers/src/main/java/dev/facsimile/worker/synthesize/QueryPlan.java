package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.spec.ChallengeSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.ImageCollection.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Which picture a query is made of.
 *
 * @param number position among the queries, which says nothing about the kind
 * @param kind {@code references} or {@code distractors}
 * @param slot position among the queries of its kind
 * @param collection where the picture comes from
 * @param first the picture, unless it turns out to be unreadable
 */
record QueryPlan(int number, String kind, int slot, ImageCollection collection, Entry first) {
  private static final String COPY = "references";
  private static final String DISTRACTOR = "distractors";

  /** Whether the query is a copy of a reference. */
  boolean isCopy() {
    return kind.equals(COPY);
  }

  /** The query's id: Q and its number. */
  String id() {
    return String.format(Locale.ROOT, "Q%05d", number);
  }

  /**
   * The plans of all queries, in the order of their numbers: pictures without replacement, then
   * again when exhausted.
   *
   * @param distractors null when there are none
   * @throws TaskException (65) when a collection that is needed is empty, (78) when distractors are
   *     wanted and none given
   */
  static List<QueryPlan> all(
      ChallengeSpec parameters, ImageCollection references, ImageCollection distractors) {
    int copies = parameters.copies();
    int total = Math.addExact(copies, parameters.distractorQueries());
    if (parameters.distractorQueries() > 0 && distractors == null) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "distractorQueries is "
              + parameters.distractorQueries()
              + " but distractors names no pictures; name a source or set distractorQueries: 0");
    }
    var copied = draw(COPY, copies, references, parameters.seed());
    var distracting = draw(DISTRACTOR, total - copies, distractors, parameters.seed());
    int[] order = Philox.of(parameters.seed(), "numbers").permutation(total);
    var plans = new ArrayList<QueryPlan>();
    for (int number = 0; number < total; number++) {
      int slot = order[number];
      plans.add(
          slot < copies
              ? new QueryPlan(number, COPY, slot, references, copied.get(slot))
              : new QueryPlan(
                  number, DISTRACTOR, slot - copies, distractors, distracting.get(slot - copies)));
    }
    return plans;
  }

  private static List<Entry> draw(String kind, int count, ImageCollection from, long seed) {
    var drawn = new ArrayList<Entry>();
    if (count > 0 && from.entries().isEmpty()) {
      throw new TaskException(
          ExitCode.BAD_INPUT, kind + ": there is no picture to make queries of");
    }
    for (int round = 0; drawn.size() < count; round++) {
      int n = from.entries().size();
      int[] order =
          Philox.of(seed, kind, round).prefixOfPermutation(n, Math.min(n, count - drawn.size()));
      for (int i : order) {
        drawn.add(from.entries().get(i));
      }
    }
    return drawn;
  }

  /** The pictures whose bytes are not among the references': a copy would be no distractor. */
  static ImageCollection strangers(ImageCollection distractors, ImageCollection references) {
    var known = new HashSet<String>();
    for (var reference : references.entries()) {
      known.add(reference.sha256());
    }
    var strangers =
        distractors.entries().stream().filter(e -> !known.contains(e.sha256())).toList();
    return new ImageCollection() {
      @Override
      public List<Entry> entries() {
        return strangers;
      }

      @Override
      public byte[] read(Entry entry) throws IOException {
        return distractors.read(entry);
      }
    };
  }
}
