package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.operator.api.Condition;
import dev.facsimile.pipeline.schema.ChoiceShape;
import dev.facsimile.pipeline.schema.FlagShape;
import dev.facsimile.pipeline.schema.FreeShape;
import dev.facsimile.pipeline.schema.ListShape;
import dev.facsimile.pipeline.schema.MapShape;
import dev.facsimile.pipeline.schema.NumberShape;
import dev.facsimile.pipeline.schema.QuantityShape;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.schema.Shape;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.schema.TextShape;
import dev.facsimile.pipeline.spec.KeyPattern;
import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.pipeline.spec.StageSpec;
import dev.facsimile.pipeline.spec.pod.Quantity;

/**
 * Turns shapes into structural schemas, which Kubernetes prunes, defaults and validates by. Bounds
 * are the language's own, so that no file that {@code facsimile validate} accepts is rejected.
 */
final class StructuralSchema {
  /** Where the API server wants rules in CEL. */
  static final String RULES = "x-kubernetes-validations";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String FREE = "x-kubernetes-preserve-unknown-fields";
  private static final int LONGEST_NAME = 40;
  private static final double LARGEST_EXACT = 1L << 53;

  private final Detail detail;

  StructuralSchema(Detail detail) {
    this.detail = detail;
  }

  /** The schema of a record's objects. */
  ObjectNode of(Class<? extends Record> type) {
    return of(ShapeReader.of(type), detail.defaults());
  }

  private ObjectNode of(Shape shape, boolean hasDefaults) {
    if (shape instanceof RecordShape structure) {
      return structure(structure, hasDefaults);
    }
    if (shape instanceof ListShape list) {
      return list(list);
    }
    if (shape instanceof MapShape map) {
      return map(map, hasDefaults);
    }
    if (shape instanceof NumberShape number) {
      return number(number);
    }
    if (shape instanceof TextShape text) {
      return text(text);
    }
    if (shape instanceof ChoiceShape choice) {
      var schema = type("string");
      choice.words().forEach(schema.putArray("enum")::add);
      return schema;
    }
    if (shape instanceof FlagShape) {
      return type("boolean");
    }
    if (shape instanceof QuantityShape) {
      return NODES
          .objectNode()
          .put("x-kubernetes-int-or-string", true)
          .put("pattern", "^" + Quantity.PATTERN + "$");
    }
    if (shape instanceof FreeShape) {
      return NODES.objectNode().put(FREE, true);
    }
    throw new IllegalArgumentException("no schema for " + shape);
  }

  private static ObjectNode type(String name) {
    return NODES.objectNode().put("type", name);
  }

  private ObjectNode structure(RecordShape shape, boolean hasDefaults) {
    var schema = type("object");
    var properties = NODES.objectNode();
    var required = NODES.arrayNode();
    for (var field : shape.fields().values()) {
      properties.set(field.name(), property(field, hasDefaults));
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!properties.isEmpty()) {
      schema.set("properties", properties);
    }
    if (!shape.union().isEmpty()) {
      addRule(schema, CelRule.exactlyOne(shape.union()));
    }
    if (shape.type() == Range.class) {
      addRule(schema, CelRule.rangeOrder());
    }
    return schema;
  }

  private ObjectNode property(Field field, boolean hasDefaults) {
    var property = NODES.objectNode();
    if (detail.descriptions() && !field.description().isEmpty()) {
      property.put("description", FieldText.of(field));
    }
    property.setAll(of(field.shape(), hasDefaults));
    if (hasDefaults) {
      field.defaultValue().ifPresent(value -> addDefault(property, value));
    }
    return property;
  }

  /** Empty objects and lists are no news, but for objects whose own fields have defaults. */
  private static void addDefault(ObjectNode property, JsonNode value) {
    if (value.isValueNode()) {
      property.set("default", value);
    } else if (!property.path("properties").findValues("default").isEmpty()) {
      property.putObject("default");
    }
  }

  private ObjectNode list(ListShape shape) {
    var schema = type("array");
    if (shape.minItems() > 0) {
      schema.put("minItems", shape.minItems());
    }
    if (shape.maxItems() < Long.MAX_VALUE) {
      schema.put("maxItems", shape.maxItems());
    }
    if (shape.item() instanceof RecordShape item) {
      if (item.type() == StageSpec.class) {
        addKey(schema, "name");
      } else if (item.type() == Condition.class) {
        addKey(schema, "type");
      }
    }
    schema.set("items", of(shape.item(), false));
    return schema;
  }

  /** Items are merged by a key of theirs, and no two have the same. */
  private static void addKey(ObjectNode schema, String key) {
    schema.put("x-kubernetes-list-type", "map");
    schema.putArray("x-kubernetes-list-map-keys").add(key);
  }

  private ObjectNode map(MapShape shape, boolean hasDefaults) {
    var schema = type("object");
    if (shape.maxEntries() < Long.MAX_VALUE) {
      schema.put("maxProperties", shape.maxEntries());
    }
    if (shape.value() instanceof FreeShape) {
      return schema.put(FREE, true);
    }
    schema.set("additionalProperties", of(shape.value(), hasDefaults));
    if (shape.keyPattern().equals(KeyPattern.NAME)) {
      addRule(schema, CelRule.names());
    }
    return schema;
  }

  private static ObjectNode number(NumberShape shape) {
    var schema = type(shape.whole() ? "integer" : "number");
    schema.put("format", format(shape));
    if (shape.min() > -LARGEST_EXACT && shape.min() != Integer.MIN_VALUE) {
      bound(schema, "minimum", shape.min());
    }
    if (shape.max() < LARGEST_EXACT && shape.max() != Integer.MAX_VALUE) {
      bound(schema, "maximum", shape.max());
    }
    return schema;
  }

  private static String format(NumberShape shape) {
    if (!shape.whole()) {
      return "double";
    }
    return shape.max() <= Integer.MAX_VALUE ? "int32" : "int64";
  }

  private static void bound(ObjectNode schema, String keyword, double value) {
    if (value == Math.rint(value)) {
      schema.put(keyword, (long) value);
    } else {
      schema.put(keyword, value);
    }
  }

  private static ObjectNode text(TextShape shape) {
    var schema = type("string");
    if (!shape.pattern().isEmpty()) {
      schema.put("pattern", "^" + shape.pattern() + "$");
    }
    if (shape.minLength() > 0) {
      schema.put("minLength", shape.minLength());
    }
    if (shape.pattern().equals(KeyPattern.NAME)) {
      schema.put("maxLength", LONGEST_NAME);
    } else if (shape.maxLength() < Long.MAX_VALUE) {
      schema.put("maxLength", shape.maxLength());
    }
    return schema;
  }

  private void addRule(ObjectNode schema, CelRule rule) {
    if (detail.rules()) {
      schema.withArray(RULES).add(rule.tree());
    }
  }
}
