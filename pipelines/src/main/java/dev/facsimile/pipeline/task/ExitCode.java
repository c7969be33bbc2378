package dev.facsimile.pipeline.task;

/** How a worker or the command line ends; the operator and the local runner act on these alone. */
public enum ExitCode {
  /** Done, and the manifest is there. */
  DONE(0),
  /** The command line was not understood. */
  USAGE(2),
  /** A gate was not met. */
  GATE_FAILED(10),
  /** A search found copies. */
  COPY_FOUND(11),
  /** Bad input, or too many rejected pictures. */
  BAD_INPUT(65),
  /** A source is missing, or no longer holds what was catalogued. */
  SOURCE_MISSING(66),
  /** The object store is unavailable. */
  STORE_UNAVAILABLE(69),
  /** A defect of the program. */
  INTERNAL(70),
  /** No space left on a disk. */
  DISK_FULL(73),
  /** An artifact is missing or its bytes are not those its manifest promises. */
  ARTIFACT_CORRUPT(74),
  /** Temporary or stalled; try again. */
  TEMPORARY(75),
  /** Training diverged. */
  DIVERGED(76),
  /** Bad configuration. */
  BAD_CONFIGURATION(78),
  /** Ctrl-C. */
  INTERRUPTED(130),
  /** Stopped by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process exit status. */
  public int code() {
    return code;
  }
}
