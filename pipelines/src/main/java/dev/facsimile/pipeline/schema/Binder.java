package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

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

  /** The complete, reduced tree of a record: what its defaults do not say. */
  public static JsonNode reduce(Record value) {
    var shape = ShapeReader.of(value.getClass());
    return shape.reduce(shape.complete(JSON.valueToTree(value)));
  }
}
