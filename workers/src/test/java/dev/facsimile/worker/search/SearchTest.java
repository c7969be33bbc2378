package dev.facsimile.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.evaluate.Decimals;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.random.Philox;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

class SearchTest {
  @Test
  @ResourceLock("engine")
  void theEngineAndPlainLoopsFindTheSameToTheLastBit() throws InterruptedException {
    var queries = random("q", 130, 64);
    var references = random("r", 700, 64);

    for (var metric : Metric.values()) {
      try (var engine = new EngineProducts()) {
        assertThat(
                text(
                    new Search(engine, 50, 128, done -> {})
                        .best(queries, references, metric, 500, 9)))
            .isEqualTo(
                text(
                    new Search(new JavaProducts(), 64, 300, done -> {})
                        .best(queries, references, metric, 500, 9)));
      }
    }
  }

  @Test
  void hugeAndTinyComponentsAreRankedExactly() throws InterruptedException {
    var queries = Descriptors.of(List.of("q"), new float[] {1e30f, 1e-30f}, 2);
    var references =
        Descriptors.of(List.of("a", "b", "c"), new float[] {1e30f, 0, -1e38f, 0, 0, 3e38f}, 2);

    var byProduct = Search.bestPairs(queries, references, Metric.INNER_PRODUCT, 3);
    var byDistance = Search.bestPairs(queries, references, Metric.L2, 3);

    assertThat(ids(byProduct)).containsExactly("a", "c", "b");
    assertThat(ids(byDistance)).containsExactly("a", "b", "c");
  }

  @Test
  void equalScoresGoByQueryThenReferenceWhateverTheOrderOfTheRows() throws InterruptedException {
    var queries = Descriptors.of(List.of("q2", "q1"), new float[] {1, 1}, 1);
    var references = Descriptors.of(List.of("r3", "r1", "r2"), new float[] {1, 1, 1}, 1);

    var best = Search.bestPairs(queries, references, Metric.L2, 4);

    assertThat(text(best)).isEqualTo("q1,r1,0 q1,r2,0 q1,r3,0 q2,r1,0 ");
    assertThatThrownBy(() -> Search.bestPairs(queries, random("r", 1, 2), Metric.L2, 1))
        .hasMessageContaining("1 dimensions");
  }

  @Test
  void anInterruptStopsTheSearch() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Search.bestPairs(random("q", 1, 2), random("r", 1, 2), Metric.L2, 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void eigenvectorsRebuildTheMatrix() throws InterruptedException {
    int n = 20;
    var random = Philox.of(1, "eigen");
    var matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.gaussian();
        matrix[j][i] = matrix[i][j];
      }
    }

    var eigen =
        Eigen.of(IntStream.range(0, n).mapToObj(i -> matrix[i].clone()).toArray(double[][]::new));

    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double orthogonal = 0;
        for (int k = 0; k < n; k++) {
          sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
          orthogonal += eigen.vectors()[i][k] * eigen.vectors()[j][k];
        }
        assertThat(sum).isCloseTo(matrix[i][j], within(1e-12));
        assertThat(orthogonal).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
      assertThat(i == 0 || eigen.values()[i - 1] >= eigen.values()[i]).isTrue();
    }
  }

  private static Descriptors random(String prefix, int count, int dimensions) {
    var random = Philox.of(7, prefix);
    var vectors = new float[count * dimensions];
    for (int i = 0; i < vectors.length; i++) {
      // every second row nearly repeats the one before
      vectors[i] =
          i / dimensions % 2 == 0
              ? (float) random.gaussian()
              : vectors[i - dimensions] + (random.chance(0.01) ? 1e-6f : 0);
    }
    var ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    return Descriptors.of(ids, vectors, dimensions);
  }

  private static List<String> ids(Matches matches) {
    return IntStream.range(0, matches.size()).mapToObj(matches::reference).toList();
  }

  private static String text(Matches matches) {
    var text = new StringBuilder();
    for (int i = 0; i < matches.size(); i++) {
      text.append(matches.query(i)).append(',').append(matches.reference(i)).append(',');
      text.append(Decimals.text(matches.score(i))).append(' ');
    }
    return text.toString();
  }
}
