package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.worker.bench.BenchSettings.SearchSize;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.search.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Exact nearest neighbours among random unit vectors, L2, on all cores. */
final class SearchBenchmark implements Benchmark {
  private final SearchSize size;

  SearchBenchmark(SearchSize size) {
    this.size = size;
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    var queries = vectors("q", size.queries());
    var references = vectors("r", size.references());
    var timings =
        watch.time(() -> Search.nearest(queries, references, Metric.L2, size.k(), done -> {}));
    var input =
        "%d queries, %d references, %d dimensions, k = %d, L2, unit vectors"
            .formatted(size.queries(), size.references(), size.dimensions(), size.k());
    return List.of(
        Figure.rate("exact search, all cores", timings, size.queries(), "queries/s", input));
  }

  private Descriptors vectors(String side, int count) {
    int dimensions = size.dimensions();
    var random = Philox.of(1, "bench vectors", side);
    var vectors = new float[Math.multiplyExact(count, dimensions)];
    var ids = new ArrayList<String>(count);
    for (int row = 0; row < count; row++) {
      ids.add(side + row);
      double square = 0;
      int end = (row + 1) * dimensions;
      for (int i = end - dimensions; i < end; i++) {
        vectors[i] = random.nextInt() * 0x1p-31f;
        square += vectors[i] * vectors[i];
      }
      float scale = (float) (1 / Math.sqrt(square));
      for (int i = end - dimensions; i < end; i++) {
        vectors[i] *= scale;
      }
    }
    return Descriptors.of(ids, vectors, dimensions);
  }
}
