package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import java.util.function.UnaryOperator;

/**
 * A list.
 *
 * @param item shape of its items
 * @param minItems fewest items
 * @param maxItems most items
 */
public record ListShape(Shape item, long minItems, long maxItems) implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isArray()) {
      Values.wrongType("a list", value, path, problems);
      return;
    }
    if (value.size() < minItems) {
      problems.add(path, Rule.OUT_OF_RANGE, "needs at least " + minItems + " item(s)");
    } else if (value.size() > maxItems) {
      problems.add(path, Rule.OUT_OF_RANGE, "has more than " + maxItems + " items");
    }
    for (var i = 0; i < value.size(); i++) {
      var member = value.get(i);
      var place = Values.item(path, i, member);
      if (member.isNull()) {
        problems.add(place, Rule.REQUIRED, "is empty");
      } else {
        item.check(member, place, problems);
      }
    }
  }

  @Override
  public ArrayNode complete(JsonNode value) {
    return map(value, item::complete);
  }

  @Override
  public ArrayNode reduce(JsonNode complete) {
    return map(complete, item::reduce);
  }

  private static ArrayNode map(JsonNode list, UnaryOperator<JsonNode> change) {
    var result = Values.NODES.arrayNode(list.size());
    list.forEach(member -> result.add(change.apply(member)));
    return result;
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode().put("type", "array");
    schema.set("items", item.jsonSchema());
    if (minItems > 0) {
      schema.put("minItems", minItems);
    }
    if (maxItems < Long.MAX_VALUE) {
      schema.put("maxItems", maxItems);
    }
    return schema;
  }
}
