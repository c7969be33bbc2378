package dev.facsimile.worker.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The one tensor engine of a process. */
public final class TensorEngine {
  private TensorEngine() {}

  /**
   * Opens the root of a piece of work's native memory, on the first GPU when there is one. To be
   * called by the thread that computes: the number of threads holds for the arithmetic that this
   * thread starts, and changes the order of sums and so the bytes of results.
   *
   * @param threads threads of the engine's arithmetic
   * @return owner of every array of the work; closing it frees them
   */
  public static NDManager open(int threads) {
    var engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    return engine.newBaseManager();
  }

  /** Name and version of the engine; loads it. */
  public static String version() {
    var engine = Engine.getEngine("PyTorch");
    return engine.getEngineName() + " " + engine.getVersion();
  }

  /** What a manifest calls the device: {@code cpu} or {@code cuda}. */
  public static String deviceKind(NDManager manager) {
    return manager.getDevice().isGpu() ? "cuda" : "cpu";
  }
}
