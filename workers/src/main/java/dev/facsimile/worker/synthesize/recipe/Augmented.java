package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.worker.image.Pixels;
import java.util.List;

/**
 * A picture after a recipe.
 *
 * @param pixels what it looks like
 * @param boxes where pictures were pasted
 * @param edits the steps that were applied, in order
 */
public record Augmented(Pixels pixels, List<Box> boxes, List<Edit> edits) {}
