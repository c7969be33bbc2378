package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a stage reads in one role.
 *
 * @param role path of the field inside the stage's parameters, for example {@code overlays.images}
 * @param readings what is read: one, or the members of a list in the file's order
 * @param isList whether the field takes a list
 * @param divides whether the stage's work is cut into shares along it
 */
public record StageInput(String role, List<Reading> readings, boolean isList, boolean divides) {

  /** What is read in a role that takes no list. */
  public Reading reading() {
    return readings.get(0);
  }

  /**
   * What stands behind a name.
   *
   * @param name name of a source or a stage
   * @param isStage whether it is a stage
   * @param selection which of its pictures are read; all of them when it is no collection
   */
  public record Reading(String name, boolean isStage, Selection selection) {}

  /**
   * Which pictures of a collection a stage reads, in the order of their ids: those that {@code
   * percent} takes, of these the first of {@code every} so many, of these the {@code first} ones.
   * It acts on the catalog: it shows in an input's digest and not among a stage's parameters.
   *
   * @param percent percentage taken, by a hash of the id
   * @param every take the first of every so many
   * @param first take the first so many
   */
  public record Selection(
      Optional<Double> percent, Optional<Integer> every, Optional<Integer> first) {
    /** Every picture. */
    public static final Selection ALL =
        new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    /** The selection that stands beside the name of a collection. */
    static Selection beside(JsonNode record) {
      var select = record.path("select");
      return new Selection(
          number(select.path("percent")).map(JsonNode::doubleValue),
          number(select.path("every")).map(JsonNode::intValue),
          number(record.path("first")).map(JsonNode::intValue));
    }

    private static Optional<JsonNode> number(JsonNode node) {
      return Optional.of(node).filter(JsonNode::isNumber);
    }

    /** Whether it takes every picture. */
    public boolean isAll() {
      return equals(ALL);
    }
  }
}
