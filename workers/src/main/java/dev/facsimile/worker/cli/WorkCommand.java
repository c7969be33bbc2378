package dev.facsimile.worker.cli;

import dev.facsimile.worker.pod.LastWords;
import dev.facsimile.worker.pod.LogTail;
import dev.facsimile.worker.pod.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Does one share of a task, as a worker pod. */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes one share of a task that lies in the store: what a worker pod runs. The exit code tells"
          + " how it ended; after a failure the last line of the error output is a JSON record that"
          + " says more."
    })
final class WorkCommand implements Callable<Integer> {
  private static final int LONGEST_STALL_SECONDS = 1_000_000_000;

  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "KEY",
      description = "Key of the task in the store.")
  private String taskKey;

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "DIGEST",
      description = "Digest that the task must have.")
  private String digest;

  @Option(
      names = "--index",
      defaultValue = "${JOB_COMPLETION_INDEX:-0}",
      paramLabel = "N",
      description = "Which of the task's shares (default: JOB_COMPLETION_INDEX, or 0).")
  private int index;

  @Option(
      names = "--log",
      paramLabel = "PREFIX",
      description =
          "After a failure the end of the log goes into the store, as PREFIX/<index>.txt.")
  private String logPrefix;

  @Option(
      names = "--stall-timeout",
      paramLabel = "SECONDS",
      description = "Ends with 75 when nothing has moved for so long (default: never).")
  private Integer stallSeconds;

  @Option(
      names = "--termination-log",
      defaultValue = "${FACSIMILE_TERMINATION_LOG:-}",
      paramLabel = "PATH",
      description =
          "After a failure its record goes into this file too (default: FACSIMILE_TERMINATION_LOG,"
              + " or none).")
  private String terminationLog;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (stallSeconds != null && (stallSeconds < 1 || stallSeconds > LONGEST_STALL_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(), "--stall-timeout must be at least 1: " + stallSeconds);
    }
    var tail = logPrefix == null ? null : LogTail.ofThisProcess();
    var file = terminationLog.isBlank() ? null : Path.of(terminationLog);
    var words = new LastWords(file, spec.commandLine().getErr());
    var order =
        new Worker.Order(
            storeOptions::open,
            StoreOptions.settings(),
            taskKey,
            digest,
            index,
            logPrefix,
            stallSeconds == null ? null : Duration.ofSeconds(stallSeconds));
    return new Worker(order, tail, words, spec.commandLine().getOut()).work().code();
  }
}
