package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.schema.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A release as the object of a store. */
final class ReleaseJson {
  private static final List<String> NO_CONTENT = List.of("run", "runCreatedAt", "previous");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReleaseJson() {}

  static byte[] write(Release release) {
    try {
      return (MAPPER.writeValueAsString(release) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a release is always JSON", e);
    }
  }

  /**
   * Reads a release.
   *
   * @throws StoreException CORRUPT when it is no release of a form that this build knows
   */
  static Release read(byte[] json, String where) throws StoreException {
    try {
      int format = MAPPER.readTree(json).path("format").asInt();
      if (format == Release.FORMAT) {
        return MAPPER.readValue(json, Release.class);
      }
      throw unreadable(where, "it has the form " + format + ", not " + Release.FORMAT, null);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      var reason =
          e instanceof JsonProcessingException parse ? parse.getOriginalMessage() : e.getMessage();
      throw unreadable(where, reason, e);
    }
  }

  /** A tree with the kinds of numbers that reading it gives, however it was made. */
  static JsonNode asRead(JsonNode tree) {
    try {
      return tree == null ? null : MAPPER.readTree(MAPPER.writeValueAsBytes(tree));
    } catch (IOException e) {
      throw new IllegalStateException("what was written as JSON can be read", e);
    }
  }

  /** One text for releases that answer alike. */
  static String content(Release release) {
    ObjectNode tree = MAPPER.valueToTree(release);
    tree.remove(NO_CONTENT);
    return CanonicalJson.write(tree);
  }

  private static StoreException unreadable(String where, String why, Exception cause) {
    return new StoreException(
        Reason.CORRUPT,
        where
            + " is not a release that this version reads ("
            + why
            + "); remove it to publish anew",
        cause);
  }
}
