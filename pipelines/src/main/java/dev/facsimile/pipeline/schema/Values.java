package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;

/** How values and their places are named in messages. */
final class Values {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONGEST = 60;

  private Values() {}

  static void wrongType(String wanted, JsonNode value, String path, Problems problems) {
    wrongType(wanted, value, path, problems, "");
  }

  static void wrongType(
      String wanted, JsonNode value, String path, Problems problems, String hint) {
    problems.add(path, Rule.WRONG_TYPE, "takes " + wanted + ", not " + describe(value) + hint);
  }

  /** What a value is, shortened. */
  static String describe(JsonNode value) {
    if (value.isObject()) {
      return "a mapping";
    }
    if (value.isArray()) {
      return "a list";
    }
    var text = value.toString();
    var shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    if (value.isTextual()) {
      return "the text " + shown;
    }
    return value.isNumber() ? "the number " + shown : shown;
  }

  /** The path of an item of a list, with the item's name where it has one. */
  static String item(String path, int index, JsonNode value) {
    return Paths.item(path, index, value.path("name").asText(""));
  }

  /** 3 rather than 3.0. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
