package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.task.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of a pipeline that has been run. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the report of a pipeline whose stages are all in the store, as one HTML file that opens"
          + " from disk. (Every run writes one beside its record as well.)"
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private PipelineOptions pipeline;
  @Mixin private StoreOptions store;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "report.html",
      paramLabel = "FILE",
      description = "Where to write it (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var plan = Planner.plan(pipeline.document());
    var command = Session.command(spec.commandLine().getParent().getParseResult().originalArgs());
    try (var session =
        Session.open(store, plan, pipeline.base(), command, spec.commandLine().getOut())) {
      Files.writeString(output, session.report());
    }
    spec.commandLine().getOut().println(output);
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
