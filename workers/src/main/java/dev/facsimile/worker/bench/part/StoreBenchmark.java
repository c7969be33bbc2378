package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.worker.bench.BenchSettings.Objects;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.random.Philox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One large object and many small ones, written to a store and read from it. Everything lies under
 * a prefix of its own and is removed at the end.
 */
final class StoreBenchmark implements Benchmark {
  private static final int THREADS = 8;
  private static final double MEGABYTE = 1e6;

  private final ArtifactStore store;
  private final String prefix;
  private final Objects objects;
  private final Path scratch;

  /**
   * A benchmark of a store.
   *
   * @param prefix where its objects are put; nothing else may lie there
   * @param scratch where the large object lies before
   */
  StoreBenchmark(ArtifactStore store, String prefix, Objects objects, Path scratch) {
    this.store = store;
    this.prefix = prefix;
    this.objects = objects;
    this.scratch = scratch;
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    try {
      var figures = new ArrayList<Figure>();
      large(watch, figures);
      small(watch, figures);
      return figures;
    } finally {
      Parallel.map(store.list(prefix), THREADS, this::delete);
    }
  }

  private void large(Stopwatch watch, List<Figure> figures)
      throws IOException, InterruptedException {
    var key = prefix + "large.bin";
    var file = scratch.resolve("large.bin");
    Files.write(file, noise(objects.largeBytes()));
    var input =
        "1 object of %.1f MB, 1 caller; %s"
            .formatted(objects.largeBytes() / MEGABYTE, store.location());
    double megabytes = objects.largeBytes() / MEGABYTE;
    var writing = watch.time(() -> store.put(key, file));
    figures.add(Figure.rate("store, write large", writing, megabytes, "MB/s", input));
    var reading = watch.time(() -> read(key));
    figures.add(Figure.rate("store, read large", reading, megabytes, "MB/s", input));
    Files.delete(file);
  }

  private void small(Stopwatch watch, List<Figure> figures)
      throws IOException, InterruptedException {
    var content = noise(objects.smallBytes());
    var keys = new ArrayList<String>();
    for (int i = 0; i < objects.smallCount(); i++) {
      keys.add(prefix + "small-" + i + ".bin");
    }
    var input =
        "%d objects of %.1f KB, %d callers; %s"
            .formatted(objects.smallCount(), objects.smallBytes() / 1e3, THREADS, store.location());
    double megabytes = objects.smallCount() * (objects.smallBytes() / MEGABYTE);
    var writing = watch.time(() -> Parallel.map(keys, THREADS, key -> put(key, content)));
    figures.add(Figure.rate("store, write small", writing, megabytes, "MB/s", input));
    var reading = watch.time(() -> Parallel.map(keys, THREADS, this::read));
    figures.add(Figure.rate("store, read small", reading, megabytes, "MB/s", input));
  }

  private long read(String key) throws IOException {
    try (var in = store.open(key)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private String put(String key, byte[] content) throws IOException {
    store.put(key, content);
    return key;
  }

  private String delete(ArtifactStore.Info object) throws IOException {
    store.delete(object.key());
    return object.key();
  }

  /** Bytes that no disk or network compresses. */
  private static byte[] noise(int size) {
    var random = Philox.of(1, "bench objects");
    var bytes = ByteBuffer.allocate((size + 3) / 4 * 4);
    while (bytes.hasRemaining()) {
      bytes.putInt(random.nextInt());
    }
    return Arrays.copyOf(bytes.array(), size);
  }
}
