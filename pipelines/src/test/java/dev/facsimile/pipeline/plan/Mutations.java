package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.schema.ChoiceShape;
import dev.facsimile.pipeline.schema.FlagShape;
import dev.facsimile.pipeline.schema.ListShape;
import dev.facsimile.pipeline.schema.NumberShape;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Other values for a field, found by the field's shape. */
final class Mutations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Mutations() {}

  /** Dotted paths of the fields that are no records, of a record shape and those inside it. */
  static Set<String> leaves(RecordShape shape) {
    var leaves = new TreeSet<String>();
    for (var field : shape.fields().values()) {
      if (field.shape() instanceof RecordShape inner) {
        leaves(inner).forEach(leaf -> leaves.add(field.name() + "." + leaf));
      } else {
        leaves.add(field.name());
      }
    }
    return leaves;
  }

  /** The tree with other values at a leaf; none when the tree has not got the leaf. */
  static List<ObjectNode> of(RecordShape shape, ObjectNode tree, String leaf, List<String> names) {
    var dot = leaf.indexOf('.');
    var name = dot < 0 ? leaf : leaf.substring(0, dot);
    var value = tree.get(name);
    if (value == null) {
      return List.of();
    }
    var field = shape.fields().get(name).shape();
    var changed = new ArrayList<ObjectNode>();
    if (dot >= 0) {
      for (var inner :
          of((RecordShape) field, (ObjectNode) value, leaf.substring(dot + 1), names)) {
        changed.add(tree.deepCopy().set(name, inner));
      }
    } else {
      for (var other : others(field, value, names)) {
        if (!other.equals(value)) {
          changed.add(tree.deepCopy().set(name, other));
        }
      }
    }
    return changed;
  }

  private static List<JsonNode> others(Shape shape, JsonNode value, List<String> names) {
    var others = new ArrayList<JsonNode>();
    if (shape instanceof NumberShape number) {
      var current = value.doubleValue();
      for (var candidate :
          List.of(
              current + 1,
              current - 1,
              current / 2,
              current * 0.99,
              current + 0.01,
              number.min(),
              number.max())) {
        if (candidate >= number.min()
            && candidate <= number.max()
            && Math.abs(candidate) < 1e9
            && (number.whole() ? candidate.longValue() : candidate) != current) {
          others.add(
              number.whole()
                  ? NODES.numberNode(candidate.longValue())
                  : NODES.numberNode(candidate));
        }
      }
    } else if (shape instanceof FlagShape) {
      others.add(NODES.booleanNode(!value.booleanValue()));
    } else if (shape instanceof ChoiceShape choice) {
      choice.words().forEach(word -> others.add(NODES.textNode(word)));
    } else if (shape instanceof ListShape list) {
      others.addAll(otherLists(list, (ArrayNode) value, names));
    } else {
      names.forEach(name -> others.add(NODES.textNode(name)));
    }
    return others;
  }

  private static List<ArrayNode> otherLists(ListShape list, ArrayNode value, List<String> names) {
    var others = new ArrayList<ArrayNode>();
    for (var i = 0; i < value.size(); i++) {
      for (var other : others(list.item(), value.get(i), names)) {
        var changed = value.deepCopy();
        changed.set(i, other);
        others.add(changed);
      }
      var shorter = value.deepCopy();
      shorter.remove(i);
      others.add(shorter);
    }
    return others;
  }
}
