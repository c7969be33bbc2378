package dev.facsimile.pipeline.problem;

/**
 * One thing that is wrong with a pipeline file.
 *
 * @param path where, for example {@code spec.stages[2] (background).extract.model}
 * @param rule which rule is broken
 * @param message what is wrong and what would be right, for the user
 * @param line line of the file, from 1; 0 when unknown
 */
public record Problem(String path, Rule rule, String message, int line) {

  /** A problem at a place that has no line yet. */
  public Problem(String path, Rule rule, String message) {
    this(path, rule, message, 0);
  }

  /** The same problem at a known line. */
  public Problem atLine(int line) {
    return new Problem(path, rule, message, line);
  }

  /** Whether the pipeline can be planned all the same. */
  public boolean isWarning() {
    return rule.isWarning();
  }

  /** {@code path: message}, with the line where it is known. */
  @Override
  public String toString() {
    var place = line > 0 ? " (line " + line + ")" : "";
    return path.isEmpty() ? message + place : path + ": " + message + place;
  }
}
