package dev.facsimile.pipeline.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file that cannot be planned, with everything that is wrong with it. */
public final class InvalidPipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  /** The problems, at least one of which is an error. */
  public InvalidPipelineException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** A single error. */
  public InvalidPipelineException(Problem problem) {
    this(List.of(problem));
  }

  /** Errors and warnings, in the order of the file as far as possible. */
  public List<Problem> problems() {
    return problems;
  }
}
