package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Copies batches into the engine's own memory through one piece of native memory that is used again
 * and again, so that its growth does not wait for the garbage collector. Arrays that lie in Java's
 * memory differ in alignment, and with it in the last bits of what is computed from them; copies do
 * not. Not thread safe.
 */
public final class BatchUpload {
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);

  /**
   * A float32 array of the manager.
   *
   * @param parts values in order, as many as the shape has in all
   * @throws ArithmeticException when the batch exceeds 2 GiB
   */
  public NDArray copy(NDManager manager, Shape shape, List<float[]> parts) {
    int bytes = Math.toIntExact(Math.multiplyExact(shape.size(), Float.BYTES));
    if (memory.capacity() < bytes) {
      memory = ByteBuffer.allocateDirect(bytes);
    }
    var batch = memory.duplicate().order(ByteOrder.nativeOrder()).limit(bytes);
    var values = batch.asFloatBuffer();
    parts.forEach(values::put);
    if (values.hasRemaining()) {
      throw new IllegalArgumentException(values.remaining() + " values too few for " + shape);
    }
    try (var view = manager.create(batch, shape, DataType.FLOAT32)) {
      return view.duplicate();
    }
  }
}
