package dev.facsimile.operator.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store was found to hold for a run.
 *
 * @param steps name of the step -> how it stands
 * @param discarded key prefixes of damaged artifacts that were removed
 * @param conclusion what a run whose every step is present came to
 * @param recorded outcome that run.json tells
 */
public record Facts(
    Map<String, StepFact> steps,
    Set<String> discarded,
    Optional<Conclusion> conclusion,
    String recorded) {

  /** Copies the collections. */
  public Facts {
    steps = Map.copyOf(steps);
    discarded = Set.copyOf(discarded);
  }

  /**
   * What a run came to.
   *
   * @param passed whether every gate holds
   * @param gates what the gates said, as sentences
   * @param promotion what became of the promotion; null when the pipeline promotes nothing
   * @param promoted whether the alias names this run now
   * @param result main figures of the evaluations; null when there are none
   * @param release what the run would publish; null when it publishes nothing
   */
  public record Conclusion(
      boolean passed,
      List<String> gates,
      String promotion,
      boolean promoted,
      String result,
      Published release) {
    /** A conclusion of a run that publishes nothing. */
    public Conclusion(
        boolean passed, List<String> gates, String promotion, boolean promoted, String result) {
      this(passed, gates, promotion, promoted, result, null);
    }
  }

  /**
   * A release.
   *
   * @param alias name under which it stands or would
   * @param digest what identifies its content
   */
  public record Published(String alias, String digest) {}
}
