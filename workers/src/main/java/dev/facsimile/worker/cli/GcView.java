package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.sweep.Removal;
import dev.facsimile.pipeline.sweep.SweepPlan;
import dev.facsimile.pipeline.sweep.Swept;
import java.io.PrintWriter;
import java.util.Locale;

/** A sweep on the screen. */
final class GcView {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int KIBI = 1024;

  private final PrintWriter out;

  GcView(PrintWriter out) {
    this.out = out;
  }

  /** What goes from a namespace, why, and how many bytes. */
  void show(SweepPlan plan) {
    out.printf(
        "namespace %s: %d of %d things can go, %s of %s%n",
        plan.namespace(),
        plan.removals().size(),
        plan.removals().size() + plan.kept(),
        size(plan.bytes()),
        size(plan.bytes() + plan.keptBytes()));
    for (var doubt : plan.doubts()) {
      out.println("  in doubt: " + doubt);
    }
    int widest =
        plan.removals().stream().mapToInt(r -> r.place().prefix().length()).max().orElse(0);
    for (var removal : plan.removals()) {
      out.printf(
          Locale.ROOT,
          "  %-13s  %-" + Math.max(1, widest) + "s  %10s  %s%n",
          removal.place().kind().word(),
          removal.place().prefix(),
          size(removal.bytes()),
          removal.why());
    }
    out.flush();
  }

  /** What has gone. */
  void show(Swept swept) {
    for (Removal spared : swept.spared()) {
      out.println("  stays: " + spared.place().prefix() + " is in use again");
    }
    out.printf("  removed %d things, %s%n", swept.removed().size(), size(swept.bytes()));
    out.flush();
  }

  /** The last line: how to do it; {@code command} is null when there is nothing to do. */
  void end(String location, boolean empty, String command) {
    if (empty) {
      out.println("The store " + location + " holds no namespace.");
    } else if (command != null) {
      out.println("Nothing was changed. To remove what can go, type:  " + command);
    }
    out.flush();
  }

  /** Bytes as a person reads them. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= KIBI && unit < UNITS.length - 1) {
      value /= KIBI;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
