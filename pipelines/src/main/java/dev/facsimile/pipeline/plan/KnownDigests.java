package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.plan.StageInput.Reading;
import java.util.Optional;

/**
 * What is known of the content of inputs: the digest of the catalog after slice and selection, the
 * sha256 of a file, or the digest of the manifest of a stage's artifact; 64 hex digits.
 */
@FunctionalInterface
public interface KnownDigests {
  /** The content digest of what is read, or empty while it is not known. */
  Optional<String> of(Reading reading);
}
