package dev.facsimile.worker.evaluate;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a CSV file, strictly: UTF-8 without byte order mark, the stated columns in every line,
 * no empty line. A field may stand in double quotes, as RFC 4180 has it. The first line may be the
 * header.
 *
 * <p>For matches and ground truths, which people make by hand and with other tools: what {@link
 * dev.facsimile.pipeline.csv.Csv} would forgive (quotes in the middle of a field, bytes that are
 * not UTF-8) or could not do (a file without header, half a million rows one at a time, an error
 * about a value that names its line and column) decides there about a score.
 */
final class CsvReader implements AutoCloseable {
  private final String name;
  private final List<String> columns;
  private final BufferedReader reader;
  private int next;
  private int line = 0;
  private int nextLine = 1;

  /**
   * Opens a file.
   *
   * @param columns names of the columns, which are the header where there is one
   * @throws TaskException (65) when the file starts with a byte order mark
   */
  CsvReader(Path file, List<String> columns) throws IOException {
    this.name = file.getFileName().toString();
    this.columns = columns;
    this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    this.next = read();
    if (next == 0xFEFF) {
      throw error("", "it starts with a byte order mark; save it as UTF-8 without one");
    }
  }

  /** The fields of the next record, or null after the last. */
  List<String> next() throws IOException {
    var record = nextRecord();
    return line == 1 && columns.equals(record) ? nextRecord() : record;
  }

  /** The error to throw about a column of the record that was read last. */
  TaskException error(String column, String message) {
    return new TaskException(
        ExitCode.BAD_INPUT,
        name
            + (line == 0 ? "" : ", line " + line)
            + (column.isEmpty() ? "" : ", column " + column)
            + ": "
            + message);
  }

  private List<String> nextRecord() throws IOException {
    if (next < 0) {
      return null;
    }
    line = nextLine;
    var fields = new ArrayList<String>(columns.size());
    boolean more = true;
    while (more) {
      fields.add(field());
      more = next == ',';
      if (more) {
        next = read();
      }
    }
    endLine();
    if (fields.size() == 1 && fields.get(0).isEmpty()) {
      throw error("", "the line is empty; remove it");
    }
    if (fields.size() != columns.size()) {
      throw error(
          "",
          fields.size()
              + " columns instead of "
              + columns.size()
              + " ("
              + String.join(",", columns)
              + ")");
    }
    return fields;
  }

  private String field() throws IOException {
    var text = new StringBuilder();
    if (next != '"') {
      for (; next >= 0 && next != ',' && next != '\n' && next != '\r'; next = read()) {
        text.append((char) next);
      }
      return text.toString();
    }
    next = read();
    while (true) {
      if (next < 0) {
        throw error("", "a quoted field does not end");
      }
      if (next == '"') {
        next = read();
        if (next != '"') {
          break;
        }
      }
      nextLine += next == '\n' ? 1 : 0;
      text.append((char) next);
      next = read();
    }
    if (next >= 0 && next != ',' && next != '\n' && next != '\r') {
      throw error("", "text after the closing quote of a field");
    }
    return text.toString();
  }

  private void endLine() throws IOException {
    if (next == '\r') {
      next = read();
      if (next != '\n') {
        nextLine++;
        return;
      }
    }
    if (next == '\n') {
      next = read();
      nextLine++;
    }
  }

  private int read() throws IOException {
    try {
      return reader.read();
    } catch (CharacterCodingException e) {
      line = nextLine;
      throw error("", "not UTF-8; save it as UTF-8");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
