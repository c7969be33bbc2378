package dev.facsimile.pipeline.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user probably meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * The candidate with the smallest edit distance (insertion, deletion, substitution, transposition
   * of neighbours; case is ignored), if it is at most a third of the longer name's length.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    String nearest = null;
    var smallest = Integer.MAX_VALUE;
    for (var candidate : candidates) {
      var distance = distance(lower(name), lower(candidate));
      var allowed = Math.max(1, Math.max(name.length(), candidate.length()) / 3);
      if (distance <= allowed && distance < smallest) {
        smallest = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** {@code ; did you mean "x"?}, or an empty text when nothing is near. */
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates).map(found -> "; did you mean \"" + found + "\"?").orElse("");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Optimal string alignment distance. */
  static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        var substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var best =
            Math.min(
                Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + substitution);
        var swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        rows[i][j] = swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
      }
    }
    return rows[a.length()][b.length()];
  }
}
