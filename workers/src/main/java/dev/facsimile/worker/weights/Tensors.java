package dev.facsimile.worker.weights;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors, whatever container they came from.
 *
 * @param source what messages call them, such as a file's name
 * @param byName the tensors, in the container's order
 * @param metadata texts beside them; empty when the container has none
 */
public record Tensors(String source, Map<String, Tensor> byName, Map<String, String> metadata) {
  /** Keeps unmodifiable copies in the same order. */
  public Tensors {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Tensors without texts. */
  public Tensors(String source, Map<String, Tensor> byName) {
    this(source, byName, Map.of());
  }

  /**
   * The tensor of that name.
   *
   * @throws TaskException (65) when there is none
   */
  public Tensor get(String name) {
    var tensor = byName.get(name);
    if (tensor == null) {
      throw new TaskException(
          ExitCode.BAD_INPUT, source + ": no tensor \"" + name + "\" among its " + byName.size());
    }
    return tensor;
  }

  /** Whether there is a tensor of that name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }
}
