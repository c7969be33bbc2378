package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.artifact.store.Stores;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.worker.bench.BenchResults;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Machine;
import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.bench.part.Parts;
import dev.facsimile.worker.execute.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how fast every part is on this machine, on generated input: nothing is downloaded."
          + " Each figure is the median of repetitions after a warm-up; the column \"cores\" says how"
          + " much processor it really got, so that figures of a shared machine can be judged.",
      "",
      "docs/benchmarks.md explains the figures and how to run Pillow, PyTorch and faiss beside them."
    })
final class BenchCommand implements Callable<Integer> {
  private static final double LONGEST_SECONDS = 3600;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Measure only these: views, decode, extract, train, search, store.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "3",
      paramLabel = "S",
      description =
          "Time for each figure, after the warm-up; at least three repetitions are made whatever they"
              + " take (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the machine's facts and all figures as JSON.")
  private Path json;

  @Option(
      names = "--write-input",
      paramLabel = "DIR",
      description = "Also write the generated pictures, so that others can be measured on them.")
  private Path inputDirectory;

  @Option(
      names = "--store",
      paramLabel = "LOCATION",
      description =
          "Store that is written to and read from, below bench/: a directory or s3://bucket/prefix"
              + " (default: a temporary directory).")
  private String store;

  @Mixin private BenchOptions sizes;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    var out = spec.commandLine().getOut();
    var settings = sizes.settings(spec.commandLine());
    var pictures = settings.pictures().stream().map(Pictures::draw).toList();
    if (inputDirectory != null) {
      for (var drawn : pictures) {
        drawn.write(inputDirectory);
      }
      out.println("wrote the generated pictures to " + inputDirectory);
    }
    var machine = Machine.here(Version.allocator(), settings.cores());
    out.println(BenchResults.describe(machine));
    out.println();
    out.println(BenchResults.heading());
    out.flush();
    var figures = new LinkedHashMap<String, List<Figure>>();
    try (var spool = Spool.open(Path.of(System.getProperty("java.io.tmpdir")))) {
      var scratch = spool.newDirectory("bench");
      var location = store == null ? scratch.resolve("store").toString() : store;
      try (var opened = Stores.open(location, StoreOptions.settings())) {
        measure(Parts.of(settings, pictures, opened, scratch), figures);
      }
    }
    if (json != null) {
      Files.write(json, new BenchResults(machine, seconds, figures).json());
    }
    return ExitCode.DONE.code();
  }

  private void measure(Map<String, Benchmark> parts, Map<String, List<Figure>> figures)
      throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    var watch = new Stopwatch(seconds, System::nanoTime, Machine::cpuNanos);
    var names = only.isEmpty() ? Parts.NAMES : only;
    for (var name : names) {
      var measured = parts.get(name).measure(watch);
      figures.put(name, new ArrayList<>(measured));
      measured.forEach(figure -> out.println(BenchResults.line(figure)));
      out.flush();
    }
  }

  private void check() {
    for (var name : only) {
      if (!Parts.NAMES.contains(name)) {
        throw usage("--only: \"" + name + "\" is none of " + String.join(", ", Parts.NAMES));
      }
    }
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw usage("--seconds must be in 0..3600: " + seconds);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
