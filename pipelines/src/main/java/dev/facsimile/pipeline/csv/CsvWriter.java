package dev.facsimile.pipeline.csv;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a table as CSV, row by row, in the form that {@link Csv} describes. */
public final class CsvWriter implements Closeable {
  private final Writer writer;
  private final int columns;

  /** Starts a new file by its header. */
  public CsvWriter(Path file, String... header) throws IOException {
    this(Files.newOutputStream(file), List.of(header));
  }

  /**
   * Starts a table by its header.
   *
   * @param out closed with this writer
   */
  CsvWriter(OutputStream out, List<String> header) throws IOException {
    // Jackson's generator leaves a lone carriage return without quotes, which no reader forgives.
    this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    this.columns = header.size();
    row(header.toArray());
  }

  /**
   * Writes a row.
   *
   * @param values texts and whole numbers, one for each column
   * @throws IllegalArgumentException when there are more or fewer than columns, or one is a
   *     floating-point number, whose text differs between Java versions
   */
  public void row(Object... values) throws IOException {
    if (values.length != columns) {
      throw new IllegalArgumentException(values.length + " values for " + columns + " columns");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Double || values[i] instanceof Float) {
        throw new IllegalArgumentException("a floating-point number: " + values[i]);
      }
      if (i > 0) {
        writer.write(',');
      }
      writer.write(quoted(values[i].toString()));
    }
    writer.write('\n');
  }

  private static String quoted(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return '"' + value.replace("\"", "\"\"") + '"';
      }
    }
    return value;
  }

  /** Hands over to the stream what is still in memory. */
  void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
