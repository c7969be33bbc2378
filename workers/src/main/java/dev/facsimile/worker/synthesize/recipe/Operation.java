package dev.facsimile.worker.synthesize.recipe;

/**
 * Draws parameters from a step's ranges and changes a picture by them.
 *
 * @param <S> the step's record in a recipe
 */
@FunctionalInterface
interface Operation<S extends Record> {
  /** The changed picture; the given one when the drawn parameters change nothing. */
  Composition apply(S step, Composition picture, Draws draws);
}
