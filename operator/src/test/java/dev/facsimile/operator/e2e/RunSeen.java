package dev.facsimile.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A PipelineRun as the API server shows it. */
record RunSeen(JsonNode object) {
  String state() {
    return object.at("/status/state").asText();
  }

  boolean isFinished() {
    return List.of("True", "False").contains(condition("Succeeded").path("status").asText());
  }

  boolean hasFailed() {
    return condition("Succeeded").path("status").asText().equals("False");
  }

  String name() {
    return object.at("/metadata/name").asText();
  }

  String resourceVersion() {
    return object.at("/metadata/resourceVersion").asText();
  }

  /** Message of a condition; empty without one. */
  String message(String condition) {
    return condition(condition).path("message").asText();
  }

  /** Reason of a condition. */
  String reason(String condition) {
    return condition(condition).path("reason").asText();
  }

  private JsonNode condition(String type) {
    return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** A source or stage. */
  StageSeen stage(String name) {
    return stages().stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElse(new StageSeen(MissingNode.getInstance()));
  }

  List<StageSeen> stages() {
    var stages = new ArrayList<StageSeen>();
    object.at("/status/stages").forEach(stage -> stages.add(new StageSeen(stage)));
    return stages;
  }

  /** The names of the stages that ran, in the plan's order. */
  List<String> worked() {
    return stages().stream().filter(stage -> stage.attempt() > 0).map(StageSeen::name).toList();
  }

  /** A stage as the status shows it. */
  record StageSeen(JsonNode node) {
    String name() {
      return node.path("name").asText();
    }

    String state() {
      return node.path("state").asText();
    }

    String reason() {
      return node.path("reason").asText();
    }

    String message() {
      return node.path("message").asText();
    }

    String job() {
      return node.path("job").asText();
    }

    String key() {
      return node.path("key").asText();
    }

    String digest() {
      return node.path("digest").asText();
    }

    int attempt() {
      return node.path("attempt").asInt();
    }
  }

  @Override
  public String toString() {
    var text = new StringBuilder(name() + " " + state() + ": " + message("Succeeded"));
    for (var stage : stages()) {
      text.append("\n  ")
          .append(stage.name())
          .append(' ')
          .append(stage.state())
          .append(' ')
          .append(stage.reason())
          .append(": ")
          .append(stage.message());
    }
    return text.toString();
  }
}
