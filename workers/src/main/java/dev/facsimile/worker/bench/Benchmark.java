package dev.facsimile.worker.bench;

import java.io.IOException;
import java.util.List;

/** Measures one part. */
public interface Benchmark {
  /**
   * Measures it, for about the watch's time per figure.
   *
   * @throws dev.facsimile.pipeline.task.TaskException when the settings do not allow it
   */
  List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException;
}
