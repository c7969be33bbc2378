package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;

/**
 * A number.
 *
 * @param whole whether it has no fraction
 * @param min smallest value, inclusive
 * @param max largest value, inclusive
 */
public record NumberShape(boolean whole, double min, double max) implements Shape {
  private static final double LARGEST_EXACT = 1L << 53;

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isNumber() || whole && !value.isIntegralNumber()) {
      Values.wrongType(whole ? "a whole number" : "a number", value, path, problems);
      return;
    }
    var number = value.doubleValue();
    if (!Double.isFinite(number)) {
      Values.wrongType("a finite number", value, path, problems);
    } else if (number < min || number > max || whole && !value.canConvertToLong()) {
      problems.add(path, Rule.OUT_OF_RANGE, value + " is outside " + bounds());
    }
  }

  private String bounds() {
    if (max >= LARGEST_EXACT) {
      return "the bounds: at least " + Values.number(min);
    }
    if (min <= -LARGEST_EXACT) {
      return "the bounds: at most " + Values.number(max);
    }
    return "the bounds " + Values.number(min) + " to " + Values.number(max);
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return whole
        ? Values.NODES.numberNode(value.longValue())
        : Values.NODES.numberNode(value.doubleValue() + 0.0);
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode().put("type", whole ? "integer" : "number");
    if (min > -LARGEST_EXACT) {
      bound(schema, "minimum", min);
    }
    if (max < LARGEST_EXACT) {
      bound(schema, "maximum", max);
    }
    return schema;
  }

  private static void bound(ObjectNode schema, String keyword, double value) {
    if (value == Math.rint(value)) {
      schema.put(keyword, (long) value);
    } else {
      schema.put(keyword, value);
    }
  }
}
