package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Rule;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML 1.1 text into Jackson trees, as Kubernetes' tools do, with the line of every value.
 */
final class YamlTree {
  /** A document: its tree, and plain path -> line from 1. */
  record Document(JsonNode root, Map<String, Integer> lines) {}

  /** Why a text is not well-formed. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    SyntaxException(Rule rule, String path, String message, int line) {
      super(message);
      this.problem = new Problem(path, rule, message, line);
    }

    Problem problem() {
      return problem;
    }
  }

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 200;

  private final Map<String, Integer> lines = new HashMap<>();
  private int nodes;

  private YamlTree() {}

  /** Every document that is not empty. */
  static List<Document> parse(String text) throws SyntaxException {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(Integer.MAX_VALUE);
    var documents = new ArrayList<Document>();
    try {
      for (var node : new Yaml(options).composeAll(new StringReader(text))) {
        var tree = new YamlTree();
        var root = tree.convert(node, "", 0);
        if (!root.isNull()) {
          documents.add(new Document(root, tree.lines));
        }
      }
    } catch (MarkedYAMLException e) {
      throw syntax(e);
    } catch (YAMLException e) {
      throw new SyntaxException(Rule.SYNTAX, "", e.getMessage(), 0);
    }
    return documents;
  }

  private static SyntaxException syntax(MarkedYAMLException e) {
    var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    var context = e.getContext() == null ? "" : e.getContext() + ": ";
    var tab = e.getProblem() != null && e.getProblem().contains("\\t(TAB)");
    var hint = tab ? " (indent with spaces, not with tabs)" : "";
    var message = "not well-formed YAML: " + context + e.getProblem() + hint;
    if (mark == null) {
      return new SyntaxException(Rule.SYNTAX, "", message, 0);
    }
    var column = ", column " + (mark.getColumn() + 1);
    return new SyntaxException(Rule.SYNTAX, "", message + column, mark.getLine() + 1);
  }

  private JsonNode convert(Node node, String path, int depth) throws SyntaxException {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw error(Rule.SYNTAX, "", "too many values, or one inside itself, through aliases", node);
    }
    lines.putIfAbsent(path, line(node));
    if (node instanceof MappingNode mapping) {
      var result = NODES.objectNode();
      fill(result, mapping, path, depth);
      return result;
    }
    if (node instanceof SequenceNode sequence) {
      var result = NODES.arrayNode();
      for (var item : sequence.getValue()) {
        result.add(convert(item, Paths.item(path, result.size(), ""), depth + 1));
      }
      return result;
    }
    return scalar((ScalarNode) node, path);
  }

  private void fill(ObjectNode result, MappingNode mapping, String path, int depth)
      throws SyntaxException {
    var merged = NODES.objectNode();
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw error(Rule.SYNTAX, path, "has a key that is no text", entry.getKeyNode());
      }
      if (Tag.MERGE.equals(key.getTag())) {
        merge(merged, entry.getValueNode(), path, depth);
        continue;
      }
      var place = Paths.member(path, key.getValue());
      if (isTrueOrFalse(key) && !key.getValue().matches("true|false")) {
        throw error(Rule.SYNTAX, place, "is true or false to YAML; put the key in quotes", key);
      }
      if (result.has(key.getValue())) {
        throw error(Rule.DUPLICATE_KEY, place, "is given twice", key);
      }
      lines.put(place, line(key));
      result.set(key.getValue(), convert(entry.getValueNode(), place, depth + 1));
    }
    merged
        .properties()
        .forEach(
            entry -> {
              if (!result.has(entry.getKey())) {
                result.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private void merge(ObjectNode merged, Node value, String path, int depth) throws SyntaxException {
    var parts = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (var part : parts) {
      if (!(part instanceof MappingNode)) {
        throw error(Rule.SYNTAX, path, "merges something that is no mapping", part);
      }
      convert(part, path, depth + 1)
          .properties()
          .forEach(entry -> merged.putIfAbsent(entry.getKey(), entry.getValue()));
    }
  }

  private static JsonNode scalar(ScalarNode node, String path) throws SyntaxException {
    var text = node.getValue();
    var tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (isTrueOrFalse(node)) {
      return NODES.booleanNode(
          List.of("true", "yes", "on", "y").contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || text.contains(":")) {
      return NODES.textNode(text);
    }
    try {
      if (tag.equals(Tag.INT)) {
        return integer(text.replace("_", ""));
      }
      if (tag.equals(Tag.FLOAT)) {
        return NODES.numberNode(real(text.replace("_", "").toLowerCase(Locale.ROOT)));
      }
    } catch (NumberFormatException e) {
      throw error(Rule.SYNTAX, path, "\"" + text + "\" is no number", node);
    }
    throw error(Rule.SYNTAX, path, "has the tag " + tag + "; only plain values are read", node);
  }

  /** To kubectl a bare y or n is a truth value as well, which SnakeYAML takes for a text. */
  private static boolean isTrueOrFalse(ScalarNode node) {
    return node.getTag().equals(Tag.BOOL)
        || node.getScalarStyle() == ScalarStyle.PLAIN && node.getValue().matches("[yYnN]");
  }

  private static JsonNode integer(String text) {
    var negative = text.startsWith("-");
    var digits = text.replaceFirst("^[-+]", "");
    var radix = 10;
    if (digits.startsWith("0x")) {
      radix = 16;
    } else if (digits.startsWith("0b")) {
      radix = 2;
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
    }
    var value = new BigInteger(digits.replaceFirst("^0[xb]", ""), radix);
    var signed = negative ? value.negate() : value;
    return signed.bitLength() < Long.SIZE
        ? NODES.numberNode(signed.longValue())
        : NODES.numberNode(signed);
  }

  private static double real(String text) {
    if (text.endsWith(".nan")) {
      return Double.NaN;
    }
    if (text.endsWith(".inf")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }

  private static SyntaxException error(Rule rule, String path, String message, Node node) {
    return new SyntaxException(rule, path, message, line(node));
  }
}
