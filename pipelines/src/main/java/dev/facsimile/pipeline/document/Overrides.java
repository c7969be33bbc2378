package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.schema.ListShape;
import dev.facsimile.pipeline.schema.MapShape;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.Shape;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.StageSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Sets values of a spec by path, each parsed as its field's type wants it. */
final class Overrides {
  private static final Pattern SEGMENT =
      Pattern.compile("\\.?([A-Za-z0-9_-]+)|\\[\"([^\"]+)\"]|\\[([0-9]+)]");
  private static final RecordShape SPEC = ShapeReader.of(PipelineSpec.class);
  private static final RecordShape STAGE = ShapeReader.of(StageSpec.class);

  private final String assignment;

  private Overrides(String assignment) {
    this.assignment = assignment;
  }

  static ObjectNode apply(ObjectNode spec, List<String> assignments) {
    var result = spec.deepCopy();
    assignments.forEach(assignment -> new Overrides(assignment).apply(result));
    return result;
  }

  static ObjectNode relocate(ObjectNode spec, String source, String uri) {
    var found = spec.path("sources").path(source);
    for (var form : List.of("images", "file")) {
      if (found.path(form).isObject()) {
        var result = spec.deepCopy();
        ((ObjectNode) result.get("sources").get(source).get(form)).put("uri", uri);
        return result;
      }
    }
    var names = new ArrayList<String>();
    spec.path("sources").fieldNames().forEachRemaining(names::add);
    throw new Overrides("--source " + source + "=" + uri)
        .error(
            Rule.UNKNOWN_NAME,
            "no source of images and no file is named \""
                + source
                + "\""
                + NearestName.hint(source, names));
  }

  private void apply(ObjectNode spec) {
    var equals = assignment.indexOf('=');
    if (equals < 1) {
      throw error(Rule.SYNTAX, "is no assignment; write, for example, model.epochs=2");
    }
    var segments = segments(assignment.substring(0, equals));
    var value = assignment.substring(equals + 1);
    var stage = stage(spec, segments.peek());
    if (stage == null) {
      if (!SPEC.fields().containsKey(segments.peek())) {
        throw unknownStart(spec, segments.peek());
      }
      set(spec, SPEC, segments, value);
      return;
    }
    segments.pop();
    var type = STAGE.union().stream().filter(stage::has).findFirst();
    if (segments.isEmpty() || STAGE.fields().containsKey(segments.peek()) || type.isEmpty()) {
      set(stage, STAGE, segments, value);
    } else {
      segments.push(type.get());
      set(stage, STAGE, segments, value);
    }
  }

  private static ObjectNode stage(ObjectNode spec, String name) {
    for (var stage : spec.path("stages")) {
      if (stage.isObject() && stage.path("name").asText("").equals(name)) {
        return (ObjectNode) stage;
      }
    }
    return null;
  }

  private InvalidPipelineException unknownStart(ObjectNode spec, String start) {
    var names = new ArrayList<String>(SPEC.fields().keySet());
    spec.path("stages").forEach(stage -> names.add(stage.path("name").asText("")));
    return error(
        Rule.UNKNOWN_NAME,
        "starts with \""
            + start
            + "\", which is neither a stage nor a field of the spec"
            + NearestName.hint(start, names));
  }

  private Deque<String> segments(String path) {
    var segments = new ArrayDeque<String>();
    var matcher = SEGMENT.matcher(path);
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      for (var group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          segments.add(matcher.group(group));
        }
      }
    }
    if (end != path.length() || segments.isEmpty()) {
      throw error(Rule.SYNTAX, "has a path that cannot be read at \"" + path.substring(end) + "\"");
    }
    return segments;
  }

  private void set(JsonNode parent, Shape shape, Deque<String> segments, String value) {
    if (segments.isEmpty()) {
      throw error(Rule.SYNTAX, "names a stage, but none of its fields");
    }
    var segment = segments.pop();
    var inner = inner(shape, segment);
    if (parent instanceof ArrayNode list) {
      var index = index(list, segment);
      if (segments.isEmpty()) {
        list.set(index, parse(inner, value));
      } else {
        set(list.get(index), inner, segments, value);
      }
    } else if (parent instanceof ObjectNode object) {
      if (segments.isEmpty()) {
        object.set(segment, parse(inner, value));
        return;
      }
      if (!object.hasNonNull(segment)) {
        object.set(
            segment,
            inner instanceof ListShape
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.objectNode());
      }
      set(object.get(segment), inner, segments, value);
    } else {
      throw error(Rule.WRONG_TYPE, "goes through a value that has no fields");
    }
  }

  private int index(ArrayNode list, String segment) {
    if (!segment.matches("[0-9]{1,6}") || Integer.parseInt(segment) >= list.size()) {
      throw error(Rule.OUT_OF_RANGE, "[" + segment + "] is none of " + list.size() + " item(s)");
    }
    return Integer.parseInt(segment);
  }

  private Shape inner(Shape shape, String segment) {
    if (shape instanceof RecordShape structure) {
      var field = structure.fields().get(segment);
      if (field == null) {
        var hint = NearestName.hint(segment, structure.fields().keySet());
        throw error(Rule.UNKNOWN_FIELD, "there is no field \"" + segment + "\"" + hint);
      }
      return field.shape();
    }
    if (shape instanceof MapShape map) {
      return map.value();
    }
    if (shape instanceof ListShape list) {
      return list.item();
    }
    throw error(Rule.UNKNOWN_FIELD, "goes on with \"" + segment + "\" after a plain value");
  }

  private JsonNode parse(Shape shape, String value) {
    if (shape.isText()) {
      return JsonNodeFactory.instance.textNode(value);
    }
    var bare = shape instanceof ListShape && !value.strip().startsWith("[");
    try {
      var documents = YamlTree.parse(bare ? "[" + value + "]" : value);
      return documents.size() == 1 ? documents.get(0).root() : JsonNodeFactory.instance.nullNode();
    } catch (YamlTree.SyntaxException e) {
      throw error(Rule.SYNTAX, "has a value that cannot be read: " + e.getMessage());
    }
  }

  private InvalidPipelineException error(Rule rule, String message) {
    return new InvalidPipelineException(new Problem(assignment, rule, message));
  }
}
