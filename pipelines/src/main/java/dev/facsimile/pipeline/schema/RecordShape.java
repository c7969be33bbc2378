package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with known fields.
 *
 * @param type the record that it is bound to
 * @param fields the fields by name, in the record's order
 * @param union names of the fields of which exactly one is given; empty when the record is no union
 */
public record RecordShape(
    Class<? extends Record> type, Map<String, Field> fields, List<String> union) implements Shape {

  /**
   * A field of a record.
   *
   * @param name its key in the file
   * @param shape what values it takes
   * @param description one sentence for the user
   * @param required whether it has to be given
   * @param defaultValue its complete value when it is not given
   * @param reads kinds of artifact that the names in it may stand for; empty when it holds no names
   * @param divides whether the stage's work is cut into shares along what it names
   */
  public record Field(
      String name,
      Shape shape,
      String description,
      boolean required,
      Optional<JsonNode> defaultValue,
      List<ArtifactKind> reads,
      boolean divides) {}

  @Override
  public void check(JsonNode value, String path, Problems problems) {
    if (!value.isObject()) {
      Values.wrongType("a mapping", value, path, problems);
      return;
    }
    for (var entry : value.properties()) {
      var field = fields.get(entry.getKey());
      var place = Paths.member(path, entry.getKey());
      if (field == null) {
        problems.add(place, Rule.UNKNOWN_FIELD, unknown(entry.getKey()));
      } else if (!entry.getValue().isNull()) {
        field.shape().check(entry.getValue(), place, problems);
      }
    }
    for (var field : fields.values()) {
      if (field.required() && !value.hasNonNull(field.name())) {
        problems.add(
            Paths.member(path, field.name()), Rule.REQUIRED, "is required: " + field.description());
      }
    }
    checkUnion(value, path, problems);
    checkRange(value, path, problems);
  }

  private String unknown(String name) {
    var hint = NearestName.hint(name, fields.keySet());
    return "there is no such field"
        + (hint.isEmpty() ? "; there are " + String.join(", ", fields.keySet()) : hint);
  }

  private void checkUnion(JsonNode value, String path, Problems problems) {
    var given = union.stream().filter(value::hasNonNull).toList();
    if (!union.isEmpty() && given.size() != 1) {
      var wanted = "exactly one of " + String.join(", ", union);
      var found = given.isEmpty() ? "none is" : String.join(" and ", given) + " are";
      problems.add(path, Rule.EXACTLY_ONE, "takes " + wanted + "; " + found + " given");
    }
  }

  private void checkRange(JsonNode value, String path, Problems problems) {
    if (type == Range.class
        && value.path("from").isNumber()
        && value.path("to").isNumber()
        && value.get("from").doubleValue() > value.get("to").doubleValue()) {
      problems.add(
          path, Rule.RANGE_ORDER, "from " + value.get("from") + " is above to " + value.get("to"));
    }
  }

  @Override
  public ObjectNode complete(JsonNode value) {
    var result = Values.NODES.objectNode();
    for (var field : fields.values()) {
      if (value.hasNonNull(field.name())) {
        result.set(field.name(), field.shape().complete(value.get(field.name())));
      } else {
        field.defaultValue().ifPresent(node -> result.set(field.name(), node.deepCopy()));
      }
    }
    return result;
  }

  @Override
  public ObjectNode reduce(JsonNode complete) {
    var result = Values.NODES.objectNode();
    for (var field : fields.values()) {
      var value = complete.get(field.name());
      if (value != null && !field.defaultValue().filter(value::equals).isPresent()) {
        result.set(field.name(), field.shape().reduce(value));
      }
    }
    return result;
  }

  @Override
  public ObjectNode jsonSchema() {
    var schema = Values.NODES.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    var required = Values.NODES.arrayNode();
    for (var field : fields.values()) {
      var property = field.shape().jsonSchema().put("description", field.description());
      field.defaultValue().ifPresent(value -> property.set("default", field.shape().reduce(value)));
      properties.set(field.name(), property);
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!union.isEmpty()) {
      var choices = schema.putArray("oneOf");
      union.forEach(name -> choices.addObject().putArray("required").add(name));
    }
    return schema;
  }
}
