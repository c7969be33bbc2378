package dev.facsimile.worker.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Keeps what a stage wrote, in a temporary directory of the test. */
public final class InMemoryOutput implements StageOutput {
  private final Path directory;
  private final Map<String, Path> created = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private final InMemoryCheckpoints checkpoints;
  private final RecordedProgress progress = new RecordedProgress();
  private String device = "java";

  /** An output without earlier checkpoints. */
  public InMemoryOutput(Path directory) {
    this(directory, new InMemoryCheckpoints());
  }

  /** An output that continues where the checkpoints are. */
  public InMemoryOutput(Path directory, InMemoryCheckpoints checkpoints) {
    this.directory = directory;
    this.checkpoints = checkpoints;
  }

  @Override
  public Path create(String name) throws IOException {
    var path = Files.createDirectories(directory.resolve("objects")).resolve(name);
    if (created.put(name, path) != null) {
      throw new IllegalArgumentException("created twice: " + name);
    }
    return path;
  }

  @Override
  public void count(String what, long number) {
    counts.put(what, number);
  }

  @Override
  public void attribute(String name, String value) {
    attributes.put(name, value);
  }

  @Override
  public void device(String kind) {
    device = kind;
  }

  @Override
  public Path scratch() throws IOException {
    return Files.createDirectories(directory.resolve("scratch"));
  }

  @Override
  public InMemoryCheckpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public RecordedProgress progress() {
    return progress;
  }

  /** Bytes of every created object, by name. */
  public Map<String, byte[]> objects() {
    var objects = new TreeMap<String, byte[]>();
    created.forEach((name, path) -> objects.put(name, readAll(path)));
    return objects;
  }

  /** Bytes of one created object. */
  public byte[] object(String name) {
    return objects().get(name);
  }

  /** The file of a created object. */
  public Path path(String name) {
    return created.get(name);
  }

  /** Recorded counts. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Recorded attributes. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Recorded device kind. */
  public String deviceKind() {
    return device;
  }

  private static byte[] readAll(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checkpoints that outlive an output; the last two are kept. */
  public static final class InMemoryCheckpoints implements Checkpoints {
    private final TreeMap<Long, Map<String, byte[]>> saved = new TreeMap<>();

    @Override
    public synchronized void save(long step, Path directory) throws IOException {
      var files = new TreeMap<String, byte[]>();
      try (var listing = Files.list(directory)) {
        for (var file : listing.toList()) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      saved.put(step, files);
      while (saved.size() > 2) {
        saved.pollFirstEntry();
      }
    }

    @Override
    public synchronized long restoreLatest(Path directory) throws IOException {
      if (saved.isEmpty()) {
        return -1;
      }
      for (var file : saved.lastEntry().getValue().entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      return saved.lastKey();
    }

    /** Kept checkpoints: step -> file name -> bytes. */
    public synchronized TreeMap<Long, Map<String, byte[]>> saved() {
      return saved;
    }
  }

  /** Everything a stage told. */
  public static final class RecordedProgress implements Progress {
    /** One report. */
    public record Report(long done, long total, String unit) {}

    private final ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();
    private final Map<String, Double> figures = new ConcurrentHashMap<>();
    private volatile Consumer<Report> listener = report -> {};

    /** Has every report handed on, in the thread that makes it. */
    public void onReport(Consumer<Report> listener) {
      this.listener = listener;
    }

    @Override
    public void at(long done, long total, String unit) {
      var report = new Report(done, total, unit);
      reports.add(report);
      listener.accept(report);
    }

    @Override
    public void figure(String name, double value) {
      figures.put(name, value);
    }

    /** Reports in the order they came. */
    public Iterable<Report> reports() {
      return reports;
    }

    /** Latest value of each figure. */
    public Map<String, Double> figures() {
      return figures;
    }
  }
}
