package dev.facsimile.worker.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.random.Philox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SearchPropertiesTest {
  /** Products that are wrong by as much as they may be, up or down. */
  private record Worst(Philox random, double relativeError) implements InnerProducts {
    @Override
    public void compute(
        float[] queries, int m, float[] references, int n, int d, float[] products) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double exact = ExactScores.innerProduct(queries, i * d, references, j * d, d);
          double bound = 0.999 * relativeError * norm(queries, i, d) * norm(references, j, d);
          products[i * n + j] = (float) (exact + (random.chance(0.5) ? bound : -bound));
        }
      }
    }

    private static double norm(float[] rows, int row, int d) {
      return Math.sqrt(ExactScores.innerProduct(rows, row * d, rows, row * d, d));
    }

    @Override
    public double relativeError(int d) {
      return relativeError;
    }

    @Override
    public void close() {}
  }

  private record Pair(String query, String reference, double score) {}

  @Property(tries = 300)
  void theBestPairsAreThoseOfBruteForceHoweverWrongTheProducts(
      @ForAll long seed,
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 60) int keep,
      @ForAll @IntRange(min = 1, max = 12) int perQuery)
      throws InterruptedException {
    var queries = descriptors(seed, "q", 7);
    var references = descriptors(seed, "r", 11);
    var products = new Worst(Philox.of(seed, "products"), 0.07);

    var actual =
        new Search(products, 3, 4, done -> {}).best(queries, references, metric, keep, perQuery);

    var wanted = new ArrayList<Pair>();
    for (int i = 0; i < queries.size(); i++) {
      wanted.addAll(first(pairs(queries, i, references, metric), perQuery));
    }
    assertThat(list(actual)).isEqualTo(first(wanted, keep));
  }

  @Property(tries = 100)
  void theNearestAreThoseOfBruteForce(
      @ForAll long seed, @ForAll Metric metric, @ForAll @IntRange(min = 1, max = 14) int k)
      throws InterruptedException {
    var queries = descriptors(seed, "q", 7);
    var references = descriptors(seed, "r", 11);

    var nearest =
        new Search(new Worst(Philox.of(seed), 0.05), 2, 5, done -> {})
            .neighbours(queries, references, metric, k);

    for (int i = 0; i < queries.size(); i++) {
      var wanted = first(pairs(queries, i, references, metric), k);
      assertThat(nearest.scores()[i])
          .containsExactly(wanted.stream().mapToDouble(Pair::score).toArray());
      assertThat(IntStream.of(nearest.rows()[i]).mapToObj(references::id))
          .containsExactlyElementsOf(wanted.stream().map(Pair::reference).toList());
    }
  }

  @Property(tries = 30)
  void plainProductsStayWithinTheirBound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int d) {
    var random = Philox.of(seed);
    var queries = new float[3 * d];
    var references = new float[300 * d];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = (float) (random.gaussian() * 1000);
    }
    for (int i = 0; i < references.length; i++) {
      references[i] = (float) random.gaussian();
    }
    var products = new float[3 * 300];

    new JavaProducts().compute(queries, 3, references, 300, d, products);

    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 300; j++) {
        double bound =
            InnerProducts.float32Error(d)
                * Worst.norm(queries, i, d)
                * Worst.norm(references, j, d);
        assertThat(
                Math.abs(
                    products[i * 300 + j]
                        - ExactScores.innerProduct(queries, i * d, references, j * d, d)))
            .isLessThanOrEqualTo(bound);
      }
    }
  }

  /** Few different small vectors with tiny differences, so that ties and near ties abound. */
  private static Descriptors descriptors(long seed, String prefix, int count) {
    var random = Philox.of(seed, prefix);
    int d = 3;
    var vectors = new float[count * d];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = random.below(3) - 1 + (random.chance(0.2) ? 1e-7f : 0);
    }
    var names = random.permutation(count);
    var ids = IntStream.of(names).mapToObj(name -> prefix + name).toList();
    return Descriptors.of(ids, vectors, d);
  }

  private static List<Pair> pairs(
      Descriptors queries, int row, Descriptors references, Metric metric) {
    var pairs = new ArrayList<Pair>();
    int d = queries.dimensions();
    for (int j = 0; j < references.size(); j++) {
      double score =
          ExactScores.score(metric, queries.vectors(), row * d, references.vectors(), j * d, d);
      pairs.add(new Pair(queries.id(row), references.id(j), score));
    }
    return pairs;
  }

  private static List<Pair> first(List<Pair> pairs, int count) {
    return pairs.stream()
        .sorted(
            Comparator.comparingDouble((Pair pair) -> -pair.score())
                .thenComparing(Pair::query)
                .thenComparing(Pair::reference))
        .limit(count)
        .toList();
  }

  private static List<Pair> list(Matches matches) {
    return IntStream.range(0, matches.size())
        .mapToObj(i -> new Pair(matches.query(i), matches.reference(i), matches.score(i)))
        .toList();
  }
}
