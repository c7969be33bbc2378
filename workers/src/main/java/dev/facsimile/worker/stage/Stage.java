package dev.facsimile.worker.stage;

import java.io.IOException;

/**
 * One stage type's work on one share: a pure function of parameters, inputs and seed. An
 * implementation holds no state, reads nothing but its inputs, and writes nothing but its output.
 *
 * @param <P> the stage type's parameters, defaults filled in
 */
public interface Stage<P extends Record> {
  /**
   * Does one share of the work. Inputs arrive verified; what was written is committed after the
   * return.
   *
   * @throws dev.facsimile.pipeline.task.TaskException with exit code and advice when the input or
   *     the parameters do not allow it
   * @throws InterruptedException when the thread is interrupted: stop soon, leave nothing behind
   */
  void run(P parameters, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException;
}
