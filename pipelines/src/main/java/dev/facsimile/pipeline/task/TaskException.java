package dev.facsimile.pipeline.task;

/**
 * An expected failure, whose message is for the user: it names the file, field or object and says
 * what to do. Caught once, at the edge of the process, which prints the message and exits with the
 * code.
 */
public final class TaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode exitCode;

  /** A failure without an underlying error. */
  public TaskException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** A failure with an underlying error. */
  public TaskException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
