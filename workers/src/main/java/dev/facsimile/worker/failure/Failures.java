package dev.facsimile.worker.failure;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;

/** Turns what went wrong into words for the user and an exit code. */
public final class Failures {
  private Failures() {}

  /** The exit code that a failure deserves. */
  public static ExitCode exitCode(Throwable failure) {
    var cause = unwrap(failure);
    if (cause instanceof TaskException task) {
      return task.exitCode();
    }
    if (cause instanceof InvalidPipelineException) {
      return ExitCode.BAD_CONFIGURATION;
    }
    if (cause instanceof StoreException store) {
      return switch (store.reason()) {
        case NOT_FOUND, CORRUPT -> ExitCode.ARTIFACT_CORRUPT;
        case FORBIDDEN -> ExitCode.BAD_CONFIGURATION;
        case UNAVAILABLE -> ExitCode.STORE_UNAVAILABLE;
        case NOT_WRITABLE -> ExitCode.DISK_FULL;
      };
    }
    if (cause instanceof InterruptedException) {
      return ExitCode.TERMINATED;
    }
    return isDiskFull(cause) ? ExitCode.DISK_FULL : ExitCode.INTERNAL;
  }

  /** Prints what a user needs to know, a stack trace only for a defect. */
  public static void print(Throwable failure, PrintWriter err) {
    var cause = unwrap(failure);
    var code = exitCode(cause);
    if (cause instanceof InvalidPipelineException invalid) {
      var problems = invalid.problems();
      problems.forEach(problem -> err.println(problem + "  [" + problem.rule().id() + "]"));
      long errors = problems.stream().filter(problem -> !problem.isWarning()).count();
      err.println(errors == 1 ? "1 error" : errors + " errors");
    } else if (code == ExitCode.DISK_FULL && isDiskFull(cause)) {
      err.println(
          "error: no space left on a disk (" + cause.getMessage() + "); free some, or point");
      err.println("TMPDIR or --store to a larger one, and run the same command again");
    } else if (code == ExitCode.INTERNAL) {
      cause.printStackTrace(err);
      err.println("error: this is a defect of facsimile; please report the lines above");
    } else {
      err.println("error: " + cause.getMessage());
    }
    err.flush();
  }

  /** What went wrong in one sentence, for the status of a run. */
  public static String sentence(Throwable failure) {
    var cause = unwrap(failure);
    return switch (exitCode(cause)) {
      case INTERNAL -> "a defect of facsimile, please report it with the log: " + cause;
      case TERMINATED -> "stopped by SIGTERM; what is committed and the last checkpoint are kept";
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static boolean isDiskFull(Throwable cause) {
    return cause instanceof IOException
        && cause.getMessage() != null
        && (cause.getMessage().contains("No space left on device")
            || cause.getMessage().contains("Disk quota exceeded"));
  }

  private static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while ((cause instanceof UncheckedIOException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
