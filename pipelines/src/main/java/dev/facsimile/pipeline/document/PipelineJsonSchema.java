package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.PipelineSpec;

/**
 * The JSON Schema (draft 2020-12) of pipeline files, by which editors complete, explain and check
 * them. A file asks for it in its first line: {@code # yaml-language-server:
 * $schema=schema/pipeline.schema.json}.
 */
public final class PipelineJsonSchema {
  private PipelineJsonSchema() {}

  /** The schema's text, ending with a line feed. */
  public static String text() {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return JsonMapper.builder().build().writer(printer).writeValueAsString(tree()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static ObjectNode tree() {
    var schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Facsimile pipeline");
    schema.put("type", "object");
    var properties = schema.putObject("properties");
    properties
        .putObject("apiVersion")
        .put("const", PipelineReader.API_VERSION)
        .put("description", "Version of the language");
    properties
        .putObject("kind")
        .put("const", PipelineReader.KIND)
        .put("description", "What the document describes");
    properties.set("metadata", metadata());
    properties.set(
        "spec",
        ShapeReader.of(PipelineSpec.class)
            .jsonSchema()
            .put("description", "What is computed, from what, when, and what becomes of it"));
    properties.putObject("status").put("description", "Written by the operator; ignored");
    schema.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode metadata() {
    var metadata = JsonNodeFactory.instance.objectNode().put("type", "object");
    metadata.put("description", "Kubernetes' object metadata");
    var properties = metadata.putObject("properties");
    properties
        .putObject("name")
        .put("type", "string")
        .put("pattern", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        .put("maxLength", 40)
        .put("description", "Name of the pipeline");
    properties
        .putObject("namespace")
        .put("type", "string")
        .put("description", "Namespace, and first part of every key in the store")
        .put("default", "default");
    for (var map : new String[] {"labels", "annotations"}) {
      properties
          .putObject(map)
          .put("type", "object")
          .putObject("additionalProperties")
          .put("type", "string");
    }
    metadata.putArray("required").add("name");
    return metadata;
  }
}
