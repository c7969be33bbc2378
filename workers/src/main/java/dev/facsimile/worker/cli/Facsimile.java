package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.worker.failure.Failures;
import java.util.HashMap;
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
    folders(System.getenv(), System.getProperty("java.io.tmpdir")).forEach(System::setProperty);
    System.exit(execute(arguments));
  }

  /**
   * Properties that make Java look at TMPDIR and HOME, which it does not: in a pod they name the
   * only folder that can be written to, and a user without a name has no other home.
   *
   * @param temporary Java's own choice, which counts where somebody has made it
   */
  static Map<String, String> folders(Map<String, String> environment, String temporary) {
    var properties = new HashMap<String, String>();
    var wanted = environment.getOrDefault("TMPDIR", "");
    if (!wanted.isEmpty() && temporary.equals("/tmp")) {
      properties.put("java.io.tmpdir", wanted);
    }
    var home = environment.getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      properties.put("user.home", home);
    }
    return properties;
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
