package dev.facsimile.worker.extract;

import dev.facsimile.pipeline.csv.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture that could not be read.
 *
 * @param id the picture
 * @param reason why, for people
 */
public record Rejection(String id, String reason) {
  /** Name of the object that lists the rejected pictures of a share. */
  public static final String FILE_NAME = "rejected.csv";

  /** Writes the list as CSV with the header {@code id,reason}. */
  public static void write(Path file, List<Rejection> rejections) throws IOException {
    var rows = new ArrayList<List<String>>();
    for (var rejection : rejections) {
      rows.add(List.of(rejection.id, rejection.reason));
    }
    try (var out = Files.newOutputStream(file)) {
      Csv.write(out, List.of("id", "reason"), rows);
    }
  }
}
