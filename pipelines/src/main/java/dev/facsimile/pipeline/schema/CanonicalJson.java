package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.pipeline.artifact.Digests;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * One text for equal trees: keys in the order of their UTF-16 units, no spaces, floating-point
 * numbers by their exact decimal value. (Double.toString differs between Java versions.)
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The text of a tree. */
  public static String write(JsonNode tree) {
    var text = new StringBuilder();
    write(tree, text);
    return text.toString();
  }

  /** sha256 of the text's UTF-8 bytes, 64 hex digits. */
  public static String sha256(JsonNode tree) {
    return sha256(write(tree));
  }

  /** sha256 of a text's UTF-8 bytes, 64 hex digits. */
  public static String sha256(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
      var separator = '{';
      for (var member : members.entrySet()) {
        text.append(separator).append(quoted(member.getKey())).append(':');
        write(member.getValue(), text);
        separator = ',';
      }
      text.append(members.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      var separator = '[';
      for (var item : node) {
        text.append(separator);
        write(item, text);
        separator = ',';
      }
      text.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isFloatingPointNumber()) {
      text.append(number(node.decimalValue(), node.doubleValue()));
    } else {
      text.append(node.isTextual() ? quoted(node.textValue()) : node.asText());
    }
  }

  private static String number(BigDecimal written, double value) {
    var exact = Double.isFinite(value) ? new BigDecimal(value) : written;
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toString();
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
