package dev.facsimile.worker.cli;

import dev.facsimile.worker.bench.BenchSettings;
import dev.facsimile.worker.bench.BenchSettings.Network;
import dev.facsimile.worker.bench.BenchSettings.Objects;
import dev.facsimile.worker.bench.BenchSettings.SearchSize;
import dev.facsimile.worker.bench.BenchSettings.Size;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Sizes of what {@code bench} measures. */
final class BenchOptions {
  @Option(
      names = "--pictures",
      split = ",",
      defaultValue = "1024x768,256x192",
      paramLabel = "WxH",
      description = "Sizes of the generated pictures (default: ${DEFAULT-VALUE}).")
  private List<String> pictures;

  @Option(
      names = "--width",
      defaultValue = "16",
      paramLabel = "W",
      description =
          "Width of the ResNet-50 that describes and is trained; 64 is the reference network, 16 times"
              + " the arithmetic of the default (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--scales",
      split = ",",
      defaultValue = "200,256,320,400",
      paramLabel = "PX",
      description = "Sides of the inputs of extraction (default: ${DEFAULT-VALUE}).")
  private List<Integer> scales;

  @Option(
      names = "--batch",
      defaultValue = "8",
      paramLabel = "N",
      description = "Pictures in a batch of extraction (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--size",
      defaultValue = "256",
      paramLabel = "PX",
      description = "Side of views and of training's inputs (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--ids-per-batch",
      defaultValue = "4",
      paramLabel = "P",
      description =
          "Images in a batch of training; the reference has 32 (default: ${DEFAULT-VALUE}).")
  private int idsPerBatch;

  @Option(
      names = "--views-per-id",
      defaultValue = "4",
      paramLabel = "K",
      description = "Views of each (default: ${DEFAULT-VALUE}).")
  private int viewsPerId;

  @Option(
      names = "--queries",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Queries of a search (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--references",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Vectors that are searched (default: ${DEFAULT-VALUE}).")
  private int references;

  @Option(
      names = "--dimensions",
      defaultValue = "256",
      paramLabel = "D",
      description = "Components of a vector (default: ${DEFAULT-VALUE}).")
  private int dimensions;

  @Option(
      names = "--neighbours",
      defaultValue = "10",
      paramLabel = "K",
      description = "Neighbours found of each query (default: ${DEFAULT-VALUE}).")
  private int neighbours;

  @Option(
      names = "--object-kb",
      defaultValue = "65536",
      paramLabel = "KB",
      description = "Size of the large object, in units of 1024 bytes (default: ${DEFAULT-VALUE}).")
  private int objectKb;

  @Option(
      names = "--small-objects",
      defaultValue = "500",
      paramLabel = "N",
      description = "Number of small objects of 16 KB (default: ${DEFAULT-VALUE}).")
  private int smallObjects;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of what runs on all cores (default: one per core).")
  private Integer threads;

  /** The settings, checked. */
  BenchSettings settings(CommandLine commandLine) {
    var sizes = new ArrayList<Size>();
    for (var text : pictures) {
      var parts = text.split("x", -1);
      if (parts.length != 2 || !text.matches("[0-9]{1,5}x[0-9]{1,5}")) {
        throw new ParameterException(
            commandLine, "--pictures: \"" + text + "\" is no size like 1024x768");
      }
      var parsed = new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      within(commandLine, "--pictures", Math.min(parsed.width(), parsed.height()), 16, 10_000);
      within(commandLine, "--pictures", Math.max(parsed.width(), parsed.height()), 16, 10_000);
      sizes.add(parsed);
    }
    scales.forEach(side -> within(commandLine, "--scales", side, 16, 1024));
    within(commandLine, "--width", width, 4, 512);
    within(commandLine, "--batch", batch, 1, 4096);
    within(commandLine, "--size", size, 16, 1024);
    within(commandLine, "--ids-per-batch", idsPerBatch, 1, 4096);
    within(commandLine, "--views-per-id", viewsPerId, 2, 1000);
    within(commandLine, "--queries", queries, 1, 10_000_000);
    within(commandLine, "--references", references, 1, 10_000_000);
    within(commandLine, "--dimensions", dimensions, 1, 65_536);
    within(commandLine, "--neighbours", neighbours, 1, references);
    within(commandLine, "--object-kb", objectKb, 1, 1_000_000);
    within(commandLine, "--small-objects", smallObjects, 1, 1_000_000);
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    within(commandLine, "--threads", cores, 1, 1024);
    return new BenchSettings(
        sizes,
        new Network(width, scales, batch, size, idsPerBatch, viewsPerId),
        new SearchSize(queries, references, dimensions, neighbours),
        new Objects(objectKb << 10, smallObjects, 16 << 10),
        cores);
  }

  private static void within(
      CommandLine commandLine, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          commandLine, option + " must be in " + least + ".." + most + ": " + value);
    }
  }
}
