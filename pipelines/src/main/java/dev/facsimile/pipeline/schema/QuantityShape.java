package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.pod.Quantity;

/**
 * An amount as Kubernetes writes it: a whole number, or text with a unit. (A fraction is text here
 * because a custom resource cannot hold "a number or a text", only "a whole number or a text".)
 */
public record QuantityShape() implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      var hint = value.isNumber() ? "; put it in quotes" : "";
      Values.wrongType("an amount such as 4, 500m or 128Gi", value, path, problems, hint);
    } else if (!value.asText().matches(Quantity.PATTERN)) {
      problems.add(
          path,
          Rule.OUT_OF_RANGE,
          "\"" + value.asText() + "\" is no amount; write, for example, 4, 500m or 128Gi");
    }
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return Values.NODES.textNode(value.asText());
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode();
    schema.putArray("type").add("string").add("integer");
    return schema.put("pattern", "^" + Quantity.PATTERN + "$");
  }
}
