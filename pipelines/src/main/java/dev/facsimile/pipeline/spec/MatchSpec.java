package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Finds the best pairs of a query and a reference, exactly. */
@Produces(ArtifactKind.MATCHES)
public record MatchSpec(
    @Required
        @Reads({ArtifactKind.DESCRIPTORS, ArtifactKind.FILE})
        @JsonPropertyDescription("Descriptors of the queries")
        String queries,
    @Required
        @Reads({ArtifactKind.DESCRIPTORS, ArtifactKind.FILE})
        @JsonPropertyDescription("Descriptors of the references")
        String references,
    @Default("L2")
        @JsonPropertyDescription(
            "L2 scores a pair by minus the squared distance, innerProduct by the inner product")
        Metric metric,
    @Default("500000") @Min(1) @JsonPropertyDescription("Best pairs kept over all queries")
        int keep,
    @Min(1)
        @JsonPropertyDescription(
            "Best references kept per query before the global cut; no such limit when absent")
        Integer perQuery,
    @Default("false")
        @JsonPropertyDescription("Also write the contest's submission file (HDF5 with both sides)")
        boolean submission) {

  /** How a pair is scored; higher is more alike. */
  public enum Metric {
    /** Minus the squared Euclidean distance. */
    @JsonProperty("L2")
    L2,
    /** Inner product. */
    @JsonProperty("innerProduct")
    INNER_PRODUCT
  }
}
