package dev.facsimile.pipeline.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field that names a source or a stage: an edge of the plan. The field's own path inside
 * the stage's record (for example {@code overlays.images}) is the input's role.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Reads {
  /** The kinds of artifact that may stand behind the name. */
  ArtifactKind[] value();

  /** Whether the stage's work is cut into shares along this input. */
  boolean divides() default false;
}
