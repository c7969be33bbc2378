package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A condition in Kubernetes' usual form, as kstatus and {@code kubectl wait} read it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @JsonPropertyDescription("What the condition is about, for example Ready")
        String type,
    @Required @JsonPropertyDescription("True, False or Unknown") String status,
    @Required @JsonPropertyDescription("One word that tells why") String reason,
    @JsonPropertyDescription("One or two sentences: what is the case, and what to do next")
        String message,
    @JsonPropertyDescription("When the status changed last") String lastTransitionTime,
    @JsonPropertyDescription("Generation of the object that it speaks of")
        Long observedGeneration) {
  /** The usual status. */
  public static final String TRUE = "True";

  /** The opposite. */
  public static final String FALSE = "False";

  /** Not decided yet. */
  public static final String UNKNOWN = "Unknown";

  /** Whether a pipeline can run as it is. */
  public static final String READY = "Ready";

  /** Whether a run has succeeded; unknown until it ends. */
  public static final String SUCCEEDED = "Succeeded";

  /** Whether the operator is at work on the object. */
  public static final String RECONCILING = "Reconciling";

  /** Whether it cannot go on without the user. */
  public static final String STALLED = "Stalled";

  /** Whether the object store answers. */
  public static final String STORE_REACHABLE = "StoreReachable";

  /** A condition that has held since {@code now} unless {@code before} has it already. */
  public static Condition of(
      List<Condition> before,
      String type,
      String status,
      String reason,
      String message,
      Long generation,
      Instant now) {
    var since =
        find(before, type)
            .filter(condition -> condition.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElse(now.toString());
    return new Condition(type, status, reason, message, since, generation);
  }

  /** The same without words that may change while nothing else does. */
  Condition withoutMessage() {
    return new Condition(type, status, reason, null, lastTransitionTime, observedGeneration);
  }

  /** The condition of a type. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
