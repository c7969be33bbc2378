package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Problems;

/** What values a field takes. */
public sealed interface Shape
    permits ChoiceShape,
        FlagShape,
        FreeShape,
        ListShape,
        MapShape,
        NumberShape,
        QuantityShape,
        RecordShape,
        TextShape {

  /** Notes everything that is wrong with a value, which is not null, under its path. */
  void check(JsonNode value, String path, Problems problems);

  /**
   * A valid value in full: defaults filled in, explicit nulls dropped, numbers in the field's type.
   */
  JsonNode complete(JsonNode value);

  /** A complete value without what equals its default: the form that is hashed. */
  default JsonNode reduce(JsonNode complete) {
    return complete;
  }

  /** The JSON Schema (draft 2020-12) of the values. */
  ObjectNode jsonSchema();

  /** Whether the value on a command line is text as it stands, rather than YAML. */
  default boolean isText() {
    return false;
  }
}
