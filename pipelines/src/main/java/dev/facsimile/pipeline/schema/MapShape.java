package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import java.util.function.UnaryOperator;

/**
 * A mapping with keys of the user's choice.
 *
 * @param keyPattern regular expression that whole keys match; empty for any
 * @param maxEntries most entries
 * @param value shape of its values
 */
public record MapShape(String keyPattern, long maxEntries, Shape value) implements Shape {

  @Override
  public void check(JsonNode mapping, String path, Problems problems) {
    if (!mapping.isObject()) {
      Values.wrongType("a mapping", mapping, path, problems);
      return;
    }
    if (mapping.size() > maxEntries) {
      problems.add(path, Rule.OUT_OF_RANGE, "has more than " + maxEntries + " entries");
    }
    for (var entry : mapping.properties()) {
      var place = Paths.member(path, entry.getKey());
      if (!keyPattern.isEmpty() && !entry.getKey().matches(keyPattern)) {
        problems.add(place, Rule.BAD_NAME, TextShape.badName(entry.getKey()));
      }
      if (entry.getValue().isNull()) {
        problems.add(place, Rule.REQUIRED, "is empty");
      } else {
        value.check(entry.getValue(), place, problems);
      }
    }
  }

  @Override
  public ObjectNode complete(JsonNode mapping) {
    return map(mapping, value::complete);
  }

  @Override
  public ObjectNode reduce(JsonNode complete) {
    return map(complete, value::reduce);
  }

  private static ObjectNode map(JsonNode mapping, UnaryOperator<JsonNode> change) {
    var result = Values.NODES.objectNode();
    mapping
        .properties()
        .forEach(entry -> result.set(entry.getKey(), change.apply(entry.getValue())));
    return result;
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode().put("type", "object");
    schema.set("additionalProperties", value.jsonSchema());
    if (!keyPattern.isEmpty()) {
      schema.putObject("propertyNames").put("pattern", "^" + keyPattern + "$");
    }
    if (maxEntries < Long.MAX_VALUE) {
      schema.put("maxProperties", maxEntries);
    }
    return schema;
  }
}
