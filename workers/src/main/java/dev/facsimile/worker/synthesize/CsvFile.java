package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.csv.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table that is collected row by row and written when closed. */
final class CsvFile implements AutoCloseable {
  private final Path file;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows yet. */
  CsvFile(Path file, String... columns) {
    this.file = file;
    this.header = List.of(columns);
  }

  /** Appends a row. */
  void row(Object... values) {
    var row = new ArrayList<String>();
    for (var value : values) {
      row.add(value.toString());
    }
    rows.add(row);
  }

  @Override
  public void close() throws IOException {
    try (var out = Files.newOutputStream(file)) {
      Csv.write(out, header, rows);
    }
  }
}
