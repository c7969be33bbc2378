package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.task.Termination;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where last words go: the file from which Kubernetes takes them, and the last line of the log,
 * from which it takes them where there is no file.
 *
 * @param file null for none
 */
public record LastWords(Path file, PrintWriter err) {
  /** Says them. */
  public void say(Termination words) {
    write(words);
    err.println(words.line());
    err.flush();
  }

  /** Leaves them in the file alone, in case there is no time to say more. */
  public void write(Termination words) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, words.line() + "\n");
    } catch (IOException e) {
      LoggerFactory.getLogger(LastWords.class).warn("No last words in {}: {}", file, e.toString());
    }
  }
}
