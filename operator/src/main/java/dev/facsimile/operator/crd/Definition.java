package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.operator.api.Pipeline;
import java.util.List;
import java.util.Locale;

/**
 * One custom resource definition.
 *
 * @param kind kind of the objects
 * @param shortName what users type; chosen so that it is nobody else's
 * @param description what {@code kubectl explain} says of the kind
 * @param spec schema of the spec
 * @param status schema of the status
 * @param name rule of the objects' names
 * @param columns what {@code kubectl get} prints
 * @param selectable paths that field selectors may use
 */
record Definition(
    String kind,
    String shortName,
    String description,
    ObjectNode spec,
    ObjectNode status,
    CelRule name,
    List<Column> columns,
    List<String> selectable) {

  /** A column of {@code kubectl get}; one that is not wide is always shown. */
  record Column(String name, String type, String path, boolean isWide) {
    static Column of(String name, String type, String path) {
      return new Column(name, type, path, false);
    }

    static Column wide(String name, String type, String path) {
      return new Column(name, type, path, true);
    }
  }

  /** Name of the definition. */
  String fullName() {
    return plural() + "." + Pipeline.GROUP;
  }

  private String singular() {
    return kind.toLowerCase(Locale.ROOT);
  }

  private String plural() {
    return singular() + "s";
  }

  /** The definition as Kubernetes reads it. */
  ObjectNode tree() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
    var metadata = tree.putObject("metadata").put("name", fullName());
    metadata.putObject("labels").put("app.kubernetes.io/name", "facsimile");
    metadata.putObject("annotations").put("helm.sh/resource-policy", "keep");
    var spec = tree.putObject("spec").put("group", Pipeline.GROUP).put("scope", "Namespaced");
    var names = spec.putObject("names").put("kind", kind).put("listKind", kind + "List");
    names.put("plural", plural()).put("singular", singular());
    names.putArray("shortNames").add(shortName);
    names.putArray("categories").add("facsimile");
    spec.putArray("versions").add(version());
    return tree;
  }

  private ObjectNode version() {
    var version = JsonNodeFactory.instance.objectNode().put("name", Pipeline.VERSION);
    version.put("served", true).put("storage", true);
    version.putObject("subresources").putObject("status");
    var printed = version.putArray("additionalPrinterColumns");
    for (var column : columns) {
      var entry = printed.addObject().put("name", column.name()).put("type", column.type());
      entry.put("jsonPath", column.path());
      if (column.isWide()) {
        entry.put("priority", 1);
      }
    }
    if (!selectable.isEmpty()) {
      var fields = version.putArray("selectableFields");
      selectable.forEach(path -> fields.addObject().put("jsonPath", path));
    }
    version.putObject("schema").set("openAPIV3Schema", schema());
    return version;
  }

  private ObjectNode schema() {
    var schema = JsonNodeFactory.instance.objectNode().put("description", description);
    schema.put("type", "object").putArray("required").add("spec");
    var properties = schema.putObject("properties");
    properties
        .putObject("apiVersion")
        .put("description", "Version of the language: " + Pipeline.GROUP + "/" + Pipeline.VERSION)
        .put("type", "string");
    properties.putObject("kind").put("description", kind).put("type", "string");
    properties.putObject("metadata").put("type", "object");
    properties.set("spec", spec);
    properties.set("status", status.put("description", "How it stands; written by the operator."));
    schema.putArray(StructuralSchema.RULES).add(name.tree());
    return schema;
  }
}
