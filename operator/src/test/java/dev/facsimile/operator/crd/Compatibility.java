package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What of a definition could break objects that an older one accepts: refuse them, drop a field of
 * theirs, or give them another meaning.
 */
final class Compatibility {
  private static final List<String> FLOORS =
      List.of("minimum", "minLength", "minItems", "minProperties");
  private static final List<String> CEILINGS =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");

  /** Keywords that may be left out later, but neither come nor change. */
  private static final List<String> RESTRICTIONS =
      List.of(
          "pattern",
          "multipleOf",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "uniqueItems",
          "allOf",
          "anyOf",
          "oneOf",
          "not");

  /** Keywords that stay as they are. */
  private static final List<String> FIXED =
      List.of(
          "type",
          "format",
          "default",
          "nullable",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type");

  private final List<String> findings = new ArrayList<>();

  private Compatibility() {}

  /** Sentences that begin with the path of what is broken; none when all is well. */
  static List<String> findings(JsonNode released, JsonNode current) {
    var comparison = new Compatibility();
    comparison.definition(released.path("spec"), current.path("spec"));
    return List.copyOf(comparison.findings);
  }

  private void definition(JsonNode released, JsonNode current) {
    for (var keyword : List.of("group", "scope")) {
      same("spec", keyword, released, current);
    }
    for (var keyword : List.of("kind", "plural", "singular", "shortNames")) {
      same("spec.names", keyword, released.path("names"), current.path("names"));
    }
    for (var version : released.path("versions")) {
      var name = version.path("name").asText();
      var found =
          StreamSupport.stream(current.path("versions").spliterator(), false)
              .filter(other -> other.path("name").asText().equals(name))
              .filter(other -> other.path("served").asBoolean())
              .findFirst();
      if (found.isEmpty()) {
        findings.add(name + ": the version is no longer served");
      } else {
        version(name, version, found.get());
      }
    }
  }

  private void version(String name, JsonNode released, JsonNode current) {
    same(name, "subresources", released, current);
    for (var field : released.path("selectableFields")) {
      if (!contains(current.path("selectableFields"), field)) {
        findings.add(name + ": the selectable field " + field.path("jsonPath") + " is gone");
      }
    }
    schema(
        name,
        released.path("schema").path("openAPIV3Schema"),
        current.path("schema").path("openAPIV3Schema"));
  }

  private void schema(String path, JsonNode released, JsonNode current) {
    FIXED.forEach(keyword -> same(path, keyword, released, current));
    FLOORS.forEach(keyword -> bound(path, keyword, released, current, 1));
    CEILINGS.forEach(keyword -> bound(path, keyword, released, current, -1));
    for (var keyword : RESTRICTIONS) {
      if (current.has(keyword)) {
        same(path, keyword, released, current);
      }
    }
    words(path, released.path("enum"), current.path("enum"));
    for (var field : current.path("required")) {
      if (!contains(released.path("required"), field)) {
        findings.add(path + "." + field.asText() + ": is required now");
      }
    }
    rules(path, released, current);
    for (var property : (Iterable<String>) () -> released.path("properties").fieldNames()) {
      child(
          path + "." + property,
          released.path("properties").path(property),
          current.path("properties").path(property));
    }
    if (released.has("items")) {
      child(path + "[]", released.path("items"), current.path("items"));
    }
    if (released.has("additionalProperties")) {
      child(
          path + ".*", released.path("additionalProperties"), current.path("additionalProperties"));
    }
  }

  private void child(String path, JsonNode released, JsonNode current) {
    if (current.isMissingNode()) {
      findings.add(path + ": is gone");
    } else {
      schema(path, released, current);
    }
  }

  private void same(String path, String keyword, JsonNode released, JsonNode current) {
    var was = released.path(keyword);
    var is = current.path(keyword);
    if (!was.equals(is)) {
      findings.add("%s: %s was %s, is %s".formatted(path, keyword, show(was), show(is)));
    }
  }

  /** A floor that rises or a ceiling that sinks. */
  private void bound(
      String path, String keyword, JsonNode released, JsonNode current, int direction) {
    if (!current.has(keyword)) {
      return;
    }
    boolean isTighter =
        !released.has(keyword)
            || direction
                    * Double.compare(
                        current.path(keyword).asDouble(), released.path(keyword).asDouble())
                > 0;
    if (isTighter) {
      same(path, keyword, released, current);
    }
  }

  private void words(String path, JsonNode released, JsonNode current) {
    if (current.isMissingNode()) {
      return;
    }
    if (released.isMissingNode()) {
      findings.add(path + ": enum was nothing, is " + current);
    }
    for (var word : released) {
      if (!contains(current, word)) {
        findings.add(path + ": the value " + word + " is gone");
      }
    }
  }

  private void rules(String path, JsonNode released, JsonNode current) {
    var known = rules(released);
    for (var rule : rules(current)) {
      if (!known.contains(rule)) {
        findings.add(path + ": a new rule: " + rule);
      }
    }
  }

  private static Set<String> rules(JsonNode schema) {
    var rules = new TreeSet<String>();
    schema.path(StructuralSchema.RULES).forEach(rule -> rules.add(rule.path("rule").asText()));
    return rules;
  }

  private static boolean contains(JsonNode list, JsonNode item) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(item::equals);
  }

  private static String show(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
