package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.sweep.Retention;
import dev.facsimile.pipeline.sweep.Retention.Liveness;
import dev.facsimile.pipeline.sweep.Sweep;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes from a store what nothing relies on any more. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what of a store nothing relies on any more, and with --delete removes it.",
      "",
      "What a kept run or a release names, what an unfinished run relies on, and whatever is young"
          + " stays. Pipelines may run meanwhile, and the command may be killed at any time: the"
          + " next one goes on."
    })
final class GcCommand implements Callable<Integer> {
  private static final String DELETE = "--delete";

  @Mixin private StoreOptions store;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Only this namespace (default: all that the store holds).")
  private String namespace;

  @Option(names = DELETE, description = "Remove it; without this nothing is changed.")
  private boolean delete;

  @Option(
      names = "--grace",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "Keep what was written in the last days (default: ${DEFAULT-VALUE}).")
  private int graceDays;

  @Option(
      names = "--keep-runs",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Keep so many successful and so many failed runs of each pipeline (default:"
              + " ${DEFAULT-VALUE} each).")
  private int keepRuns;

  @Option(
      names = "--abandoned-after",
      paramLabel = "DAYS",
      defaultValue = "30",
      description =
          "Give up an unfinished run that has written nothing for so long (default:"
              + " ${DEFAULT-VALUE}).")
  private int abandonedDays;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (graceDays < 0 || keepRuns < 0 || abandonedDays < 0) {
      throw new TaskException(
          ExitCode.USAGE, "--grace, --keep-runs and --abandoned-after cannot be negative");
    }
    if (namespace != null && !namespace.matches("[^/\\s]+")) {
      throw new TaskException(ExitCode.USAGE, "\"" + namespace + "\" is no namespace");
    }
    try (var opened = store.open()) {
      return sweep(opened).code();
    }
  }

  private ExitCode sweep(ArtifactStore opened) throws IOException {
    var clock = Clock.systemUTC();
    var abandoned = clock.instant().minus(Duration.ofDays(abandonedDays));
    var retention =
        new Retention(
            Duration.ofDays(graceDays), keepRuns, keepRuns, Liveness.untilSilentSince(abandoned));
    var namespaces = namespace == null ? List.copyOf(Sweep.namespaces(opened)) : List.of(namespace);
    var view = new GcView(spec.commandLine().getOut());
    var doubtful = false;
    var removable = false;
    for (var name : namespaces) {
      var sweep = new Sweep(opened, new Keys(name), clock);
      var plan = sweep.plan(retention);
      view.show(plan);
      doubtful |= !plan.doubts().isEmpty();
      removable |= !plan.removals().isEmpty();
      if (delete) {
        view.show(sweep.delete(plan));
      }
    }
    view.end(opened.location(), namespaces.isEmpty(), removable && !delete ? command() : null);
    return doubtful ? ExitCode.ARTIFACT_CORRUPT : ExitCode.DONE;
  }

  private String command() {
    return Session.command(spec.commandLine().getParent().getParseResult().originalArgs())
        + " "
        + DELETE;
  }
}
