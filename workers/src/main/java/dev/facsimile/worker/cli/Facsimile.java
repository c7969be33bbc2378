package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.task.ExitCode;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. */
@Command(
    name = "facsimile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Finds copies of images: trains, runs and measures the model that finds them, as a pipeline.",
      ""
    },
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      ValidateCommand.class,
      ReportCommand.class,
      GcCommand.class,
      BenchCommand.class,
      SchemaCommand.class,
      WorkCommand.class,
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  facsimile run pipelines/quickstart.yaml                     from pictures to a report",
      "  facsimile run FILE --source photos=DIR --set model.epochs=2 the same on your pictures",
      "  facsimile plan FILE                                         what would run, and why",
      "  facsimile gc --store s3://bucket/prefix                     what nothing relies on any more",
      "  facsimile extract --help                                    one stage alone",
      "  source <(facsimile generate-completion)                     completion for bash and zsh",
      "",
      "Exit codes:",
      "  0 done   2 usage   10 a gate failed   65 bad input   66 source missing   69 store",
      "  unavailable   70 defect   73 disk full   74 artifact corrupt   75 try again",
      "  76 training diverged   78 bad configuration   130 Ctrl-C   143 terminated"
    })
public final class Facsimile {
  private Facsimile() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    adoptFolders(System.getenv());
    System.exit(execute(arguments));
  }

  /**
   * Java looks neither at TMPDIR nor at HOME, and a user without a name has no home. In a pod these
   * variables name the only folder that can be written to.
   */
  private static void adoptFolders(Map<String, String> environment) {
    var temporary = environment.getOrDefault("TMPDIR", "");
    if (!temporary.isEmpty() && System.getProperty("java.io.tmpdir").equals("/tmp")) {
      System.setProperty("java.io.tmpdir", temporary);
    }
    var home = environment.getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      System.setProperty("user.home", home);
    }
  }

  /** Errors of the machine, such as a library that cannot be loaded, are failures like others. */
  private static int execute(String... arguments) {
    var commandLine = commandLine();
    try {
      return commandLine.execute(arguments);
    } catch (Error e) {
      Failures.print(e, commandLine.getErr());
      return Failures.exitCode(e).code();
    }
  }

  /** The command line with every command, ready to execute. */
  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Facsimile());
    StageCommand.addTo(commandLine);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          Failures.print(failure, command.getErr());
          return Failures.exitCode(failure).code();
        });
    commandLine.setExitCodeExceptionMapper(failure -> ExitCode.USAGE.code());
    return commandLine;
  }
}
