package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.KeyPattern;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule that the API server checks when an object is written. Its messages end with the id of the
 * rule, as {@code facsimile validate} knows it.
 *
 * @param id id of the rule
 * @param expression what has to hold, in CEL
 * @param message what is wrong, for the user; a text in CEL's single quotes must not be in it
 * @param messageExpression the same with the offender's name, in CEL; empty when there is no need
 * @param fieldPath where the rule is broken, below the place where it stands; empty for that place
 */
record CelRule(
    String id, String expression, String message, String messageExpression, String fieldPath) {
  private static final String NAME = "'^" + KeyPattern.NAME + "$'";
  private static final String FROZEN = "frozen";

  /** Of the fields of a union one is given. */
  static CelRule exactlyOne(List<String> fields) {
    var given = fields.stream().map(field -> "has(self." + field + ")");
    return of(
        Rule.EXACTLY_ONE.id(),
        given.collect(Collectors.joining(", ", "[", "].exists_one(given, given)")),
        "takes exactly one of " + String.join(", ", fields));
  }

  /** A range is not reversed. */
  static CelRule rangeOrder() {
    return of(Rule.RANGE_ORDER.id(), "self.from <= self.to", "from is above to");
  }

  /** Keys of a map are names. */
  static CelRule names() {
    var id = Rule.BAD_NAME.id();
    var message = " is no name: a letter, then at most 39 letters and digits";
    return new CelRule(
        id,
        "self.all(name, name.matches(" + NAME + "))",
        "a key" + message,
        "self.filter(name, !name.matches(" + NAME + "))[0] + '" + message + " [" + id + "]'",
        "");
  }

  /** No two stages have one name. */
  static CelRule uniqueStages() {
    return new CelRule(
        Rule.DUPLICATE_NAME.id(),
        "self.stages.all(stage, self.stages.exists_one(other, other.name == stage.name))",
        "two stages have the same name",
        "",
        ".stages");
  }

  /** No stage has the name of a source. */
  static CelRule stagesAreNoSources() {
    return new CelRule(
        Rule.DUPLICATE_NAME.id(),
        "!has(self.sources) || !self.stages.exists(stage, stage.name in self.sources)",
        "a stage has the name of a source; they share one namespace of names",
        "",
        ".stages");
  }

  /** The object's own name is short enough for the names that are made from it. */
  static CelRule objectName(int longest) {
    return of(
        Rule.METADATA.id(),
        "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0," + (longest - 2) + "}[a-z0-9])?$')",
        "metadata.name is not possible: at most "
            + longest
            + " lower-case letters, digits and inner hyphens");
  }

  /** A value stays as it was when the object was created. */
  static CelRule frozen(String what) {
    return of(
        FROZEN,
        "self == oldSelf",
        what + " of a run is frozen; create another run, or change the pipeline");
  }

  /** A cancelled run stays cancelled. */
  static CelRule cancelIsNotTakenBack() {
    return of(
        FROZEN,
        "!has(oldSelf.cancel) || has(self.cancel)"
            + " && (self.cancel == oldSelf.cancel || self.cancel == 'Now')",
        "cancel can be set, and changed from Graceful to Now, but not taken back; create another"
            + " run");
  }

  private static CelRule of(String id, String expression, String message) {
    return new CelRule(id, expression, message, "", "");
  }

  /** The rule as an item of {@code x-kubernetes-validations}. */
  ObjectNode tree() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("rule", expression);
    tree.put("message", message + " [" + id + "]");
    if (!messageExpression.isEmpty()) {
      tree.put("messageExpression", messageExpression);
    }
    if (!fieldPath.isEmpty()) {
      tree.put("fieldPath", fieldPath);
    }
    return tree;
  }
}
