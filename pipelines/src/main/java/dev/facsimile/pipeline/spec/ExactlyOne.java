package dev.facsimile.pipeline.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a union struct: a record of which exactly one of the named fields is given. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExactlyOne {
  /** Fields that exclude each other; every field of the record when empty. */
  String[] value() default {};
}
