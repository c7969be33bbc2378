package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.worker.bench.BenchSettings;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Pictures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Everything that can be measured, by name. */
public final class Parts {
  /** The names, in the order of measuring. */
  public static final List<String> NAMES =
      List.of("views", "decode", "extract", "train", "search", "store");

  private Parts() {}

  /**
   * The benchmarks by name, in the order of {@link #NAMES}.
   *
   * @param pictures one set for each size of the settings
   * @param store what is written to and read from
   * @param scratch an empty directory for files in between
   */
  public static Map<String, Benchmark> of(
      BenchSettings settings, List<Pictures> pictures, ArtifactStore store, Path scratch) {
    var network = settings.network();
    var prefix = "bench/" + UUID.randomUUID() + "/";
    var parts = new LinkedHashMap<String, Benchmark>();
    parts.put("views", new ViewsBenchmark(pictures, network.sizePx(), settings.cores()));
    parts.put("decode", new DecodeBenchmark(pictures, network.scalesPx()));
    parts.put("extract", new ExtractBenchmark(pictures.get(0), network, settings.cores(), scratch));
    parts.put("train", new TrainBenchmark(pictures.get(0), network, settings.cores(), scratch));
    parts.put("search", new SearchBenchmark(settings.search()));
    parts.put("store", new StoreBenchmark(store, prefix, settings.objects(), scratch));
    return parts;
  }
}
