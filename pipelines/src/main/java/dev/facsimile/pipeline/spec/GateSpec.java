package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/** Conditions on one evaluation; all that are given have to hold. */
public record GateSpec(
    @Required
        @Reads(ArtifactKind.EVALUATION)
        @JsonPropertyDescription("Name of the evaluation that is judged")
        String of,
    @JsonPropertyDescription("Micro-average precision") LevelSpec microAp,
    @JsonPropertyDescription("Recall at 90 % precision") LevelSpec recallAtP90,
    @JsonPropertyDescription("Share of queries whose best match is right") LevelSpec recallAt1,
    @JsonPropertyDescription("Gain of micro-average precision over other matches")
        GainSpec microApGain,
    @JsonPropertyDescription("Gain of recall at 90 % precision over other matches")
        GainSpec recallAtP90Gain) {

  /** A lowest value. */
  public record LevelSpec(
      @Required @Min(0) @Max(1) @JsonPropertyDescription("Lowest value that passes")
          double atLeast) {}

  /** A lowest difference. */
  public record GainSpec(
      @Required @Min(-1) @Max(1) @JsonPropertyDescription("Lowest difference that passes")
          double atLeast,
      @Required
          @Pattern("[A-Za-z0-9][-A-Za-z0-9]{0,39}")
          @JsonPropertyDescription(
              "What is surpassed: matches that the evaluation compares with, or the alias of a release")
          String over) {}
}
