package dev.facsimile.pipeline.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects problems, so that a user learns of all of them at once. Not safe for several threads.
 */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Notes a problem. */
  public void add(String path, Rule rule, String message) {
    found.add(new Problem(path, rule, message));
  }

  /** What was found, in the order in which it was. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Whether something was found at this path or below. */
  public boolean touch(String path) {
    return found.stream().anyMatch(problem -> isAtOrBelow(problem.path(), path));
  }

  private static boolean isAtOrBelow(String path, String ancestor) {
    return path.startsWith(ancestor)
        && (path.length() == ancestor.length()
            || ".[ ".indexOf(path.charAt(ancestor.length())) >= 0);
  }
}
