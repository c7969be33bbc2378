package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;

/** True or false. */
public record FlagShape() implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isBoolean()) {
      Values.wrongType("true or false", value, path, problems);
    }
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return value;
  }

  @Override
  public ObjectNode jsonSchema() {
    return Values.NODES.objectNode().put("type", "boolean");
  }
}
