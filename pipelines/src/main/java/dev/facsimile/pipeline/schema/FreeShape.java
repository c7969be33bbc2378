package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;

/** Anything: an object whose shape is Kubernetes' business. */
public record FreeShape() implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    // Kubernetes checks it when the pods are made.
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return value;
  }

  @Override
  public ObjectNode jsonSchema() {
    return Values.NODES.objectNode();
  }
}
