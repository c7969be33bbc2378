package dev.facsimile.pipeline.artifact.s3.identity;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Secret as a pod sees it: a directory with one file for each key. A source may name its own, so
 * that a worker reads several sources by different credentials.
 *
 * @param name name of the Secret
 */
public record MountedSecret(String name, Path directory) {
  /** Names the directory that holds one subdirectory for each Secret. */
  static final String VARIABLE = "FACSIMILE_CREDENTIALS";

  /**
   * The Secret of a name, which has been checked: it is a single path segment.
   *
   * @throws TaskException BAD_CONFIGURATION when this process has been given no Secrets
   */
  public static MountedSecret of(String name, Map<String, String> environment) {
    var parent = environment.get(VARIABLE);
    if (parent == null || parent.isEmpty()) {
      throw bad(
          name,
          VARIABLE
              + " names no directory of Secrets here: the operator sets it in pods; elsewhere leave"
              + " credentials= out of the location and set AWS_ACCESS_KEY_ID",
          null);
    }
    return new MountedSecret(name, Path.of(parent).resolve(name));
  }

  /**
   * The value of a key.
   *
   * @throws TaskException BAD_CONFIGURATION when the Secret has no such key, or an empty one
   */
  public String required(String key) {
    var value = optional(key);
    if (value == null || value.isEmpty()) {
      throw bad(
          name,
          "it has no %s: put the key into the Secret and run the pipeline again".formatted(key),
          null);
    }
    return value;
  }

  /** The value of a key, or null. */
  public String optional(String key) {
    try {
      return Files.readString(directory.resolve(key)).strip();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw bad(name, "%s cannot be read: %s".formatted(key, e.getMessage()), e);
    }
  }

  private static TaskException bad(String name, String why, Throwable cause) {
    return new TaskException(
        ExitCode.BAD_CONFIGURATION,
        "The Secret %s cannot be used for a source: %s".formatted(name, why),
        cause);
  }
}
