package dev.facsimile.operator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.operator.e2e.Command.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user's hand on the cluster: kubectl, in one namespace. */
record Kubectl(String namespace) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs a command. */
  Answer run(String input, String... arguments) {
    var line = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
    line.addAll(List.of(arguments));
    return Command.run(input, line);
  }

  /** Runs a command that has to end well. */
  String ok(String... arguments) {
    return run("", arguments).orFail("kubectl " + String.join(" ", arguments));
  }

  /** Applies a text that has to be accepted. */
  void apply(String yaml) {
    run(yaml, "apply", "-f", "-").orFail("kubectl apply");
  }

  /** An object; empty when there is none. */
  Optional<JsonNode> find(String kind, String name) {
    var text = ok("get", kind, name, "--ignore-not-found", "-o", "json");
    return text.isBlank() ? Optional.empty() : Optional.of(json(text));
  }

  /** The objects of a kind, in the order of their names. */
  List<JsonNode> list(String kind, String... arguments) {
    var line = new ArrayList<>(List.of("get", kind, "-o", "json"));
    line.addAll(List.of(arguments));
    var items = new ArrayList<JsonNode>();
    json(ok(line.toArray(String[]::new))).get("items").forEach(items::add);
    return items;
  }

  /** The names of the objects of a kind. */
  List<String> names(String kind) {
    return list(kind).stream().map(item -> item.at("/metadata/name").asText()).toList();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
