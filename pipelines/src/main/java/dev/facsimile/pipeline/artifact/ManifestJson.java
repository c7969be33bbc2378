package dev.facsimile.pipeline.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/**
 * The one way to write a manifest: fields in the order of the record, maps in key order, two spaces
 * of indentation, line feeds. So equal manifests are equal bytes, and a digest names them.
 */
public final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final ObjectReader READER = MAPPER.readerFor(Manifest.class);
  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private ManifestJson() {}

  /** The canonical bytes, ending with a line feed. */
  public static byte[] write(Manifest manifest) {
    try {
      return (WRITER.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest holds nothing that JSON cannot", e);
    }
  }

  /**
   * Reads a manifest and checks every field.
   *
   * @param where for messages, for example its key
   * @throws StoreException CORRUPT when it is not a manifest, or one of a form unknown to this
   *     program
   */
  public static Manifest read(byte[] json, String where) throws StoreException {
    try {
      Manifest manifest = READER.readValue(json);
      check(manifest);
      return manifest;
    } catch (IOException | IllegalArgumentException e) {
      var message =
          e instanceof JsonProcessingException parse ? parse.getOriginalMessage() : e.getMessage();
      throw new StoreException(
          StoreException.Reason.CORRUPT, where + " is not a valid manifest: " + message, e);
    }
  }

  private static void check(Manifest manifest) {
    if (manifest.format() != Manifest.FORMAT) {
      throw new IllegalArgumentException(
          "format "
              + manifest.format()
              + " is unknown to this version, which reads format "
              + Manifest.FORMAT);
    }
    Keys.requireSegment(manifest.stage());
    requireDigest("fingerprint", manifest.fingerprint());
    manifest.inputs().forEach(ManifestJson::requireDigest);
    var names = new HashSet<String>();
    for (var object : manifest.objects()) {
      Keys.requireSegment(object.key());
      requireDigest(Keys.requireSegment(object.name()), object.sha256());
      if (object.size() < 0 || !names.add(object.name())) {
        throw new IllegalArgumentException(
            "object " + object.name() + " has a negative size or is listed twice");
      }
    }
    for (var share : manifest.shares()) {
      requireDigest(Keys.require(share.key()), share.sha256());
    }
  }

  private static void requireDigest(String name, String text) {
    if (!Digests.isSha256(text)) {
      throw new IllegalArgumentException(name + ": \"" + text + "\" is not a sha256 in hex digits");
    }
  }

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
  }
}
