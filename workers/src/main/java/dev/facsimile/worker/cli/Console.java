package dev.facsimile.worker.cli;

import dev.facsimile.worker.run.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A run on the screen: on a terminal one live line for the running stage, elsewhere plain lines,
 * one when a stage starts, at most one a while as it goes on, and one when it ends.
 */
final class Console implements RunListener {
  private static final long LIVE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(20).toNanos();
  private static final int BAR_CELLS = 20;

  private final PrintWriter out;
  private final boolean live;
  private final int nameWidth;
  private final LongSupplier nanos;
  private final Map<String, Double> figures = new TreeMap<>();
  private long startedAt;
  private long shownAt;
  private boolean lineOpen;

  /**
   * A console.
   *
   * @param live whether the screen is a terminal that can rewrite a line
   * @param nameWidth columns that stage names get
   */
  Console(PrintWriter out, boolean live, int nameWidth, LongSupplier nanos) {
    this.out = out;
    this.live = live;
    this.nameWidth = nameWidth;
    this.nanos = nanos;
  }

  @Override
  public synchronized void note(String text) {
    closeLine();
    print(text);
  }

  @Override
  public synchronized void started(String stage, String type, String reason) {
    startedAt = nanos.getAsLong();
    shownAt = startedAt;
    figures.clear();
    if (live) {
      show("\u2026 " + head(stage, type) + reason);
    } else {
      print("  " + head(stage, type) + "runs: " + reason);
    }
  }

  @Override
  public synchronized void progressed(String stage, long done, long total, String unit) {
    long now = nanos.getAsLong();
    if (now - shownAt < (live ? LIVE_NANOS : PLAIN_NANOS)) {
      return;
    }
    shownAt = now;
    double seconds = Math.max(1e-9, (now - startedAt) / 1e9);
    double rate = done / seconds;
    var line = new StringBuilder();
    if (live && total > 0) {
      line.append(bar((double) done / total)).append(' ');
    }
    line.append(total > 0 ? done + "/" + total : Long.toString(done)).append(' ').append(unit);
    line.append(String.format(Locale.ROOT, "  %s/s", significant(rate)));
    if (total > 0 && done > 0 && done < total) {
      line.append("  ETA ").append(human(Duration.ofMillis((long) (1000 * (total - done) / rate))));
    }
    figures.forEach(
        (name, value) -> line.append("  ").append(name).append(' ').append(significant(value)));
    if (live) {
      show("\u2026 " + head(stage, "") + line);
    } else {
      print("  " + head(stage, "") + line);
    }
  }

  @Override
  public synchronized void figure(String stage, String name, double value) {
    figures.put(name, value);
  }

  @Override
  public synchronized void finished(
      String stage,
      String type,
      boolean cached,
      Map<String, Long> counts,
      Duration time,
      String key) {
    var what = new StringBuilder();
    counts.forEach((name, number) -> what.append(number).append(' ').append(name).append(", "));
    what.append(cached ? "cached" : human(time));
    closeLine();
    print("\u2713 " + head(stage, type) + what);
  }

  private String head(String stage, String type) {
    return String.format(Locale.ROOT, "%-" + nameWidth + "s  %-10s ", stage, type);
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }

  private void show(String line) {
    out.print("\r\u001B[2K" + line);
    out.flush();
    lineOpen = true;
  }

  private void closeLine() {
    if (lineOpen) {
      out.print("\r\u001B[2K");
      lineOpen = false;
    }
  }

  private static String bar(double share) {
    int full = (int) Math.round(Math.min(1, share) * BAR_CELLS);
    return "\u2588".repeat(full) + "\u2591".repeat(BAR_CELLS - full);
  }

  /** A number with three significant digits, without an exponent where that reads better. */
  static String significant(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A duration as a person would say it: {@code 4.1 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String human(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
