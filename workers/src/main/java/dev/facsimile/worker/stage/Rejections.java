package dev.facsimile.worker.stage;

import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.csv.CsvWriter;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pictures that could not be used, by id, with the reason. */
public final class Rejections {
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Remembers a picture; the first reason stays. */
  public void add(String id, String reason) {
    reasons.putIfAbsent(id, reason);
  }

  /** How many. */
  public int count() {
    return reasons.size();
  }

  /** Writes the list in the order of the calls. */
  public void write(Path file) throws IOException {
    try (var csv = new CsvWriter(file, RejectedPictures.HEADER.toArray(String[]::new))) {
      for (var entry : reasons.entrySet()) {
        csv.row(entry.getKey(), entry.getValue());
      }
    }
  }

  /**
   * Fails when too many were rejected.
   *
   * @throws TaskException (65) when more than the fraction of so many pictures were
   */
  public void check(int tried, double maxRejectedFraction) {
    if (count() > maxRejectedFraction * tried) {
      var first = reasons.entrySet().iterator().next();
      throw new TaskException(
          ExitCode.BAD_INPUT,
          String.format(
              "%d of %d pictures could not be read, more than maxRejectedFraction %s allows; the"
                  + " first is %s: %s. Mend or remove them, or raise maxRejectedFraction",
              count(), tried, maxRejectedFraction, first.getKey(), first.getValue()));
    }
  }
}
