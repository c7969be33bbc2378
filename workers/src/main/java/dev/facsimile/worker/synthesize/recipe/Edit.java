package dev.facsimile.worker.synthesize.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step that was applied to a picture.
 *
 * @param name name of the operation, as in a recipe
 * @param parameters what was drawn, in the order of drawing
 */
public record Edit(String name, Map<String, Object> parameters) {
  /** Copies the parameters. */
  public Edit {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
