package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;

/** The pool of foreign pictures that steps paste. */
public interface OtherPictures {
  /**
   * A picture of the pool.
   *
   * @param id its id in the collection
   * @param pixels the picture
   */
  record Other(String id, Pixels pixels) {}

  /**
   * One of them, each equally likely.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) when the pool has no readable picture
   */
  Other draw(Philox random);
}
