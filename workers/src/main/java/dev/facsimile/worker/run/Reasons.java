package dev.facsimile.worker.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells why a stage has to run, by what it was in the run before. */
final class Reasons {
  private static final int SHOWN = 3;

  private Reasons() {}

  /** One phrase, for example {@code epochs 2 -> 3} or {@code new bytes in images}. */
  static String of(
      Optional<RunRecord> previous,
      String stage,
      String fingerprint,
      JsonNode identity,
      SortedMap<String, List<String>> inputs) {
    var before = previous.flatMap(record -> record.stage(stage));
    if (before.isEmpty()) {
      return previous.isEmpty() ? "first run" : "new stage";
    }
    if (before.get().fingerprint().equals(fingerprint)) {
      return "its artifact is not there";
    }
    var changes = new ArrayList<String>();
    var old = leaves(before.get().identity());
    var now = leaves(identity);
    for (var name : union(old, now)) {
      var from = old.get(name);
      var to = now.get(name);
      if (from == null || !from.equals(to)) {
        changes.add(name + " " + shown(from) + " \u2192 " + shown(to));
      }
    }
    for (var role : union(before.get().inputs(), inputs)) {
      if (!Optional.ofNullable(inputs.get(role))
          .equals(Optional.ofNullable(before.get().inputs().get(role)))) {
        changes.add("new bytes in " + role);
      }
    }
    if (changes.isEmpty()) {
      return "a new version of the stage type";
    }
    var more = changes.size() > SHOWN ? ", and " + (changes.size() - SHOWN) + " more" : "";
    return String.join(", ", changes.subList(0, Math.min(SHOWN, changes.size()))) + more;
  }

  private static String shown(String value) {
    return value == null ? "default" : value;
  }

  private static List<String> union(Map<String, ?> first, Map<String, ?> second) {
    var names = new TreeMap<String, Object>(first);
    names.putAll(second);
    return List.copyOf(names.keySet());
  }

  private static Map<String, String> leaves(JsonNode tree) {
    var leaves = new TreeMap<String, String>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      leaves));
    } else {
      leaves.put(path, node.toString());
    }
  }
}
