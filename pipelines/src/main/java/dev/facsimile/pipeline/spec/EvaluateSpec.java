package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Scores matches against a ground truth as the official metric of the contest does. */
@Produces(ArtifactKind.EVALUATION)
public record EvaluateSpec(
    @Required
        @Reads({ArtifactKind.MATCHES, ArtifactKind.FILE})
        @JsonPropertyDescription("Scored pairs")
        String matches,
    @Required
        @Reads({ArtifactKind.TRUTH, ArtifactKind.FILE})
        @JsonPropertyDescription("Which pairs are copies")
        String truth,
    @Reads({ArtifactKind.MATCHES, ArtifactKind.FILE})
        @JsonPropertyDescription(
            "Other matches of the same queries: the gain over each is given with a paired bootstrap interval")
        List<String> compareWith,
    @Default("[1, 10]") @JsonPropertyDescription("Ranks at which recall is given")
        List<Integer> recallAt,
    @Default("1000")
        @Min(0)
        @Max(100000)
        @JsonPropertyDescription("Bootstrap samples of the queries; 0 leaves intervals out")
        int bootstrapSamples,
    @Default("0.95") @Min(0.5) @Max(0.999) @JsonPropertyDescription("Confidence of the intervals")
        double confidence,
    @Default("1") @Min(0) @JsonPropertyDescription("Seed of the bootstrap") long seed) {}
