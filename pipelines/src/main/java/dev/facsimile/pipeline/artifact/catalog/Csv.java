package dev.facsimile.pipeline.artifact.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values (RFC 4180) in one canonical form: quotes only where they are needed, lines
 * end with a line feed.
 */
final class Csv {
  private Csv() {}

  /** Appends a line. */
  static void append(StringBuilder out, String... fields) {
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      appendField(out, fields[i]);
    }
    out.append('\n');
  }

  /**
   * The lines of a text; the last one may lack its line feed.
   *
   * @throws IllegalArgumentException naming the line that is malformed
   */
  static List<List<String>> parse(String text) {
    var lines = new ArrayList<List<String>>();
    var fields = new ArrayList<String>();
    int position = 0;
    while (position < text.length()) {
      var field = new StringBuilder();
      position =
          text.charAt(position) == '"'
              ? quoted(text, position, field, lines.size() + 1)
              : plain(text, position, field, lines.size() + 1);
      fields.add(field.toString());
      if (position == text.length() || text.charAt(position) == '\n') {
        lines.add(List.copyOf(fields));
        fields.clear();
      } else if (position == text.length() - 1) {
        fields.add("");
        lines.add(List.copyOf(fields));
      }
      position++;
    }
    return lines;
  }

  private static int plain(String text, int start, StringBuilder field, int line) {
    int end = start;
    while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '\n') {
      if (text.charAt(end) == '"') {
        throw new IllegalArgumentException("line " + line + ": a quote inside a plain field");
      }
      end++;
    }
    field.append(text, start, end);
    return end;
  }

  private static int quoted(String text, int start, StringBuilder field, int line) {
    int position = start + 1;
    while (true) {
      int quote = text.indexOf('"', position);
      if (quote < 0) {
        throw new IllegalArgumentException("line " + line + ": a quote is not closed");
      }
      field.append(text, position, quote);
      position = quote + 1;
      if (position == text.length() || text.charAt(position) != '"') {
        break;
      }
      field.append('"');
      position++;
    }
    if (position < text.length() && text.charAt(position) != ',' && text.charAt(position) != '\n') {
      throw new IllegalArgumentException("line " + line + ": text after a closing quote");
    }
    return position;
  }

  private static void appendField(StringBuilder out, String field) {
    boolean quote = false;
    for (int i = 0; i < field.length() && !quote; i++) {
      char c = field.charAt(i);
      quote = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (quote) {
      out.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      out.append(field);
    }
  }
}
