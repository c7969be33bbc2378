package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/** What a run executes. Everything but {@code cancel} is frozen. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineRunSpec(
    @Required
        @Pattern("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")
        @JsonPropertyDescription(
            "Name of the pipeline under which the store keeps what belongs to the run")
        String pipelineName,
    @Default("Manual") @JsonPropertyDescription("What started the run") Trigger trigger,
    @Required @JsonPropertyDescription("Spec of the pipeline as it was when the run was created")
        ObjectNode pipeline,
    @JsonPropertyDescription(
            "Ends the run: Graceful starts nothing more and lets running pods end, Now deletes them")
        Cancel cancel) {

  /** What started a run. */
  public enum Trigger {
    /** A change of the pipeline. */
    @JsonProperty("SpecChange")
    SPEC_CHANGE,
    /** A tick of the pipeline's schedule. */
    @JsonProperty("Schedule")
    SCHEDULE,
    /** Somebody created the run. */
    @JsonProperty("Manual")
    MANUAL
  }

  /** How a run is ended before its time. */
  public enum Cancel {
    /** Nothing more is started; running pods end by themselves. */
    @JsonProperty("Graceful")
    GRACEFUL,
    /** Running pods are deleted. */
    @JsonProperty("Now")
    NOW
  }
}
