package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.KeyPattern;

/**
 * A text.
 *
 * @param pattern regular expression that the whole text matches; empty for any
 * @param minLength fewest characters
 * @param maxLength most characters
 */
public record TextShape(String pattern, long minLength, long maxLength) implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isTextual()) {
      var hint = value.isValueNode() ? "; put it in quotes" : "";
      Values.wrongType("text", value, path, problems, hint);
      return;
    }
    var text = value.textValue();
    if (text.length() < minLength || text.length() > maxLength) {
      problems.add(
          path,
          Rule.OUT_OF_RANGE,
          text.isEmpty() ? "is empty" : "is longer than " + maxLength + " characters");
    } else if (!pattern.isEmpty() && !text.matches(pattern)) {
      checkPattern(text, path, problems);
    }
  }

  private void checkPattern(String text, String path, Problems problems) {
    if (pattern.equals(KeyPattern.NAME)) {
      problems.add(path, Rule.BAD_NAME, badName(text));
    } else {
      problems.add(path, Rule.OUT_OF_RANGE, "\"" + text + "\" has not the form " + pattern);
    }
  }

  static String badName(String text) {
    return "\"" + text + "\" is no name: a letter, then at most 39 letters and digits";
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return value;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode().put("type", "string");
    if (!pattern.isEmpty()) {
      schema.put("pattern", "^" + pattern + "$");
    }
    if (minLength > 0) {
      schema.put("minLength", minLength);
    }
    if (maxLength < Long.MAX_VALUE) {
      schema.put("maxLength", maxLength);
    }
    return schema;
  }
}
