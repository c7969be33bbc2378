package dev.facsimile.pipeline.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a map whose keys have a form. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface KeyPattern {
  /** The form of sources', stages' and recipes' names. */
  String NAME = "[A-Za-z][A-Za-z0-9]{0,39}";

  /** Regular expression that a whole key matches. */
  String value();
}
