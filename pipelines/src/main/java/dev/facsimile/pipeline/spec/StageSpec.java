package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/** One step: a name, exactly one stage type with its parameters, and how its pods are run. */
@ExactlyOne({"synthesize", "challenge", "train", "extract", "normalize", "match", "evaluate"})
public record StageSpec(
    @Required
        @Pattern(KeyPattern.NAME)
        @JsonPropertyDescription("Name by which others read what the stage makes")
        String name,
    @JsonPropertyDescription("Makes a training set by augmentation") SynthesizeSpec synthesize,
    @JsonPropertyDescription("Makes queries with known answers") ChallengeSpec challenge,
    @JsonPropertyDescription("Trains a descriptor network") TrainSpec train,
    @JsonPropertyDescription("Describes every picture of a collection") ExtractSpec extract,
    @JsonPropertyDescription("Corrects descriptors by a background") NormalizeSpec normalize,
    @JsonPropertyDescription("Finds the best pairs of queries and references") MatchSpec match,
    @JsonPropertyDescription("Scores matches against a ground truth") EvaluateSpec evaluate,
    @JsonPropertyDescription("How the stage's pods are run; enters no fingerprint") PodSpec pod) {}
