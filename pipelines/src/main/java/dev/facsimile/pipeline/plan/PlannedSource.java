package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.SourceSpec;
import java.util.List;

/**
 * An input from outside. For a collection of pictures (images or a slice) a catalog is made before
 * anything else: an implicit stage of type {@link #CATALOG}.
 *
 * @param name its name
 * @param spec its definition, defaults filled in
 */
public record PlannedSource(String name, SourceSpec spec) {
  /** Key of the implicit stage type that lists a collection. */
  public static final String CATALOG = "catalog";

  /** Version of what that type does. */
  public static final int CATALOG_VERSION = 1;

  /** Whether it is a collection of pictures with a catalog of its own. */
  public boolean isCollection() {
    return spec.images() != null || spec.slice() != null;
  }

  /** What it can be read as; nothing when it is an artifact of a type that does not exist. */
  public List<ArtifactKind> kinds() {
    if (spec.artifact() != null) {
      return StageType.of(spec.artifact().key().replaceFirst("/.*", ""))
          .map(StageType::produces)
          .orElse(List.of());
    }
    return List.of(spec.file() != null ? ArtifactKind.FILE : ArtifactKind.IMAGES);
  }
}
