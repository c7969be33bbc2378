package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import java.util.List;

/**
 * One of a closed set of words.
 *
 * @param words the set, in the order of the enum
 */
public record ChoiceShape(List<String> words) implements Shape {

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isTextual()) {
      Values.wrongType("one of " + String.join(", ", words), value, path, problems);
    } else if (!words.contains(value.textValue())) {
      problems.add(
          path,
          Rule.UNKNOWN_VALUE,
          "\""
              + value.textValue()
              + "\" is none of "
              + String.join(", ", words)
              + NearestName.hint(value.textValue(), words));
    }
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
    var values = schema.putArray("enum");
    words.forEach(values::add);
    return schema;
  }
}
