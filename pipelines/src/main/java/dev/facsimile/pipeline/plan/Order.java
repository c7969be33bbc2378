package dev.facsimile.pipeline.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts names into an order in which each comes after what it reads. */
final class Order {
  private Order() {}

  /**
   * The names in order: always the first of the file whose readings are all there already. Names on
   * a cycle, or behind one, are left out; readings without an entry do not count.
   */
  static List<String> sort(Map<String, List<String>> edges) {
    Set<String> done = new LinkedHashSet<>();
    var progress = true;
    while (progress) {
      progress = false;
      for (var entry : edges.entrySet()) {
        if (!done.contains(entry.getKey()) && isReady(entry.getValue(), edges, done)) {
          done.add(entry.getKey());
          progress = true;
          break;
        }
      }
    }
    return List.copyOf(done);
  }

  private static boolean isReady(
      List<String> readings, Map<String, List<String>> edges, Set<String> done) {
    return readings.stream().allMatch(name -> done.contains(name) || !edges.containsKey(name));
  }

  /** The names of a cycle, the first one again at the end. */
  static Optional<List<String>> cycle(Map<String, List<String>> edges) {
    var done = Set.copyOf(sort(edges));
    var start = edges.keySet().stream().filter(name -> !done.contains(name)).findFirst();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    var walked = new ArrayList<String>();
    var name = start.get();
    while (!walked.contains(name)) {
      walked.add(name);
      name =
          edges.get(name).stream()
              .filter(read -> edges.containsKey(read) && !done.contains(read))
              .findFirst()
              .orElseThrow();
    }
    walked.add(name);
    return Optional.of(List.copyOf(walked.subList(walked.indexOf(name), walked.size())));
  }
}
