package dev.facsimile.pipeline.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables as CSV (RFC 4180): UTF-8, a header, lines that end with a line feed, quotes only where a
 * value needs them, so that equal tables are equal bytes. A value may hold any character.
 */
public final class Csv {
  private static final ObjectReader READER =
      new CsvMapper().readerForListOf(String.class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  private Csv() {}

  /**
   * Writes a table.
   *
   * @param header names of the columns
   * @param rows values, as many as columns in each
   */
  public static void write(OutputStream out, List<String> header, Iterable<List<String>> rows)
      throws IOException {
    var writer = new CsvWriter(out, header); // the caller closes its stream
    for (var row : rows) {
      writer.row(row.toArray());
    }
    writer.flush();
  }

  /**
   * Reads a table.
   *
   * @param what how an error names the file
   * @return the rows without the header
   * @throws TaskException (65) when the header is another, a row has another number of values, or
   *     the text is not CSV; the message names the line
   */
  public static List<List<String>> read(InputStream in, List<String> header, String what)
      throws IOException {
    try (MappingIterator<List<String>> lines = READER.readValues(in)) {
      if (!lines.hasNextValue() || !lines.nextValue().equals(header)) {
        throw malformed(what, 1, "the header has to be " + String.join(",", header));
      }
      var rows = new ArrayList<List<String>>();
      while (lines.hasNextValue()) {
        var row = lines.nextValue();
        if (row.size() != header.size()) {
          throw malformed(
              what, rows.size() + 2, row.size() + " values instead of " + header.size());
        }
        rows.add(List.copyOf(row));
      }
      return rows;
    } catch (JsonProcessingException e) {
      throw malformed(what, e.getLocation().getLineNr(), e.getOriginalMessage());
    }
  }

  /**
   * Reads a table in memory.
   *
   * @throws TaskException as {@link #read(InputStream, List, String)}
   */
  public static List<List<String>> read(byte[] content, List<String> header, String what) {
    try {
      return read(new ByteArrayInputStream(content), header, what);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table's bytes, for one that fits into memory. */
  public static byte[] bytes(List<String> header, Iterable<List<String>> rows) {
    var out = new ByteArrayOutputStream();
    try {
      write(out, header, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static TaskException malformed(String what, int line, String why) {
    return new TaskException(ExitCode.BAD_INPUT, what + ", line " + line + ": " + why);
  }
}
