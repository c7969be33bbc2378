package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a pipeline on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a pipeline on this machine and ends with a report.",
      "",
      "Every stage whose parameters and inputs are those of an earlier run is taken from the store."
          + " The run may be stopped or killed at any time: the same command goes on where it was,"
          + " training included."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private PipelineOptions pipeline;
  @Mixin private StoreOptions store;

  @Option(
      names = "--only",
      paramLabel = "STAGE",
      description = "Run this stage and what it needs, nothing else. May be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--force",
      paramLabel = "STAGE",
      description = "Make this stage anew even if it is cached. May be repeated.")
  private Set<String> force = new LinkedHashSet<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var document = pipeline.document();
    var plan = Planner.plan(document);
    var named = new ArrayList<>(only);
    named.addAll(force);
    for (var name : named) {
      if (plan.stages().stream().noneMatch(stage -> stage.name().equals(name))) {
        throw new TaskException(
            ExitCode.USAGE, "the pipeline has no stage named \"" + name + "\"; see facsimile plan");
      }
    }
    var out = spec.commandLine().getOut();
    document.notes().forEach(note -> out.println("note: " + note));
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    out.flush();
    try (var session = Session.open(store, plan, pipeline.base(), commandText(), out)) {
      return session.run(only, force).code();
    }
  }

  /** The command as it was typed, to be shown to the user and kept in the report. */
  private String commandText() {
    return Session.command(spec.commandLine().getParent().getParseResult().originalArgs());
  }
}
