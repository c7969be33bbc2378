package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns checked trees into records. */
public final class Binder {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Binder() {}

  /**
   * The record of a complete tree.
   *
   * @throws IllegalStateException when shape and record disagree: a defect of the shape
   */
  public static <T extends Record> T bind(JsonNode complete, Class<T> type) {
    try {
      return JSON.treeToValue(complete, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked, and yet no " + type.getSimpleName(), e);
    }
  }

  /** The complete tree of a record, as a worker is told it. */
  public static ObjectNode tree(Record value) {
    return ShapeReader.of(value.getClass()).complete(JSON.valueToTree(value));
  }

  /** The complete, reduced tree of a record: what its defaults do not say. */
  public static ObjectNode reduce(Record value) {
    return ShapeReader.of(value.getClass()).reduce(tree(value));
  }
}
