package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.document.YamlTree.Document;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads pipeline files as kubectl reads manifests: YAML with several documents, lists of objects,
 * or JSON. Objects of other kinds are passed over.
 */
public final class PipelineReader {
  /** The apiVersion of the pipelines that are read. */
  public static final String API_VERSION = "facsimile.dev/v1alpha1";

  /** The kind that is read. */
  public static final String KIND = "Pipeline";

  private static final int MAX_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PipelineReader() {}

  /**
   * Reads the one pipeline of a file.
   *
   * @throws InvalidPipelineException when the file is not well-formed, or holds no pipeline or
   *     several
   * @throws TaskException (78) when the file cannot be read
   */
  public static PipelineDocument read(Path file) {
    return read(file, Optional.empty());
  }

  /** Reads the pipeline of this name, or the only one when no name is given. */
  public static PipelineDocument read(Path file, Optional<String> name) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw invalid(Rule.SYNTAX, file + " is larger than 1 MiB; is it a pipeline file?");
      }
      return choose(decode(Files.readAllBytes(file), file.toString()), file.toString(), name);
    } catch (NoSuchFileException e) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION, "there is no pipeline file " + file + "; check the path", e);
    } catch (IOException e) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "cannot read the pipeline file " + file + ": " + e.getMessage(),
          e);
    }
  }

  /** Reads the one pipeline of a text. */
  public static PipelineDocument read(String text) {
    return choose(text, "", Optional.empty());
  }

  private static String decode(byte[] bytes, String origin) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(Rule.SYNTAX, origin + " is not UTF-8 text");
    }
  }

  private static PipelineDocument choose(String text, String origin, Optional<String> name) {
    var notes = new ArrayList<String>();
    var pipelines = new ArrayList<PipelineDocument>();
    for (var document : flatten(parse(text.startsWith("\uFEFF") ? text.substring(1) : text))) {
      var root = document.root();
      var kind = root.path("kind").asText("");
      var version = root.path("apiVersion").asText("");
      if (kind.equals(KIND) && version.equals(API_VERSION)) {
        pipelines.add(Envelope.open(document, origin));
      } else {
        notes.add(
            "passed over "
                + label(kind, "an object without a kind")
                + " of "
                + label(version, "no apiVersion"));
      }
    }
    var chosen = name.isEmpty() ? pipelines : named(pipelines, name.get());
    if (chosen.size() != 1) {
      throw invalid(Rule.DOCUMENT, notOne(pipelines, name, notes));
    }
    return chosen.get(0).withNotes(notes);
  }

  private static List<PipelineDocument> named(List<PipelineDocument> pipelines, String name) {
    return pipelines.stream().filter(pipeline -> pipeline.name().equals(name)).toList();
  }

  private static String notOne(
      List<PipelineDocument> pipelines, Optional<String> name, List<String> notes) {
    var names = pipelines.stream().map(PipelineDocument::name).toList();
    if (pipelines.isEmpty()) {
      var found = notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
      return "no document has apiVersion: " + API_VERSION + " and kind: " + KIND + found;
    }
    if (name.isPresent() && !names.contains(name.get())) {
      return "no pipeline is named \"" + name.get() + "\"" + NearestName.hint(name.get(), names);
    }
    return "there are several pipelines, of which one has to be chosen by a name of its own: "
        + String.join(", ", names);
  }

  private static String label(String text, String fallback) {
    return text.isEmpty() ? fallback : text;
  }

  private static List<Document> parse(String text) {
    if (text.length() > MAX_BYTES) {
      throw invalid(Rule.SYNTAX, "the text is longer than 1 MiB; is it a pipeline file?");
    }
    if (text.stripLeading().startsWith("{")) {
      try {
        return List.of(new Document(JSON.readTree(text), Map.of()));
      } catch (JsonProcessingException e) {
        // Flow-style YAML starts alike, and the YAML reader explains errors with their lines.
      }
    }
    try {
      return YamlTree.parse(text);
    } catch (YamlTree.SyntaxException e) {
      throw new InvalidPipelineException(e.problem());
    }
  }

  /** Replaces Kubernetes' lists of objects by their items. */
  private static List<Document> flatten(List<Document> documents) {
    var result = new ArrayList<Document>();
    for (var document : documents) {
      JsonNode items = document.root().path("items");
      if (document.root().path("kind").asText("").equals("List") && items.isArray()) {
        items.forEach(item -> result.add(new Document(item, Map.of())));
      } else {
        result.add(document);
      }
    }
    return result;
  }

  private static InvalidPipelineException invalid(Rule rule, String message) {
    return new InvalidPipelineException(new Problem("", rule, message));
  }
}
