package dev.facsimile.worker.bench;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that was measured in one run.
 *
 * @param machine what it was measured on
 * @param secondsPerFigure time that each figure was given
 * @param figures by the name of their benchmark, in the order of measuring
 */
public record BenchResults(
    Machine machine, double secondsPerFigure, Map<String, List<Figure>> figures) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The results as JSON, indented. */
  public byte[] json() {
    try {
      var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      return JSON.writer(printer).writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /** The heading of a table of figures. */
  public static String heading() {
    return "%-34s %10s  %-9s %21s %5s %6s"
        .formatted("figure", "median", "unit", "slowest - fastest", "reps", "cores");
  }

  /** A figure as two lines of that table. */
  public static String line(Figure figure) {
    return String.format(
        Locale.ROOT,
        "%-34s %10s  %-9s %21s %5d %6.1f%n    %s",
        figure.name(),
        number(figure.value()),
        figure.unit(),
        number(figure.slowest()) + " - " + number(figure.fastest()),
        figure.repetitions(),
        figure.cores(),
        figure.input());
  }

  /** The machine's facts as lines. */
  public static String describe(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%d cores, load %.1f before, %s, heap up to %d MB%njava %s%nengine %s, %d threads%n"
            + "allocator %s%nJPEG decoder %s",
        machine.cores(),
        machine.load(),
        machine.platform(),
        machine.heapMegabytes(),
        machine.jdk(),
        machine.engine(),
        machine.threads(),
        machine.allocator(),
        machine.jpeg());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value);
  }
}
