package dev.facsimile.worker.search;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Inner products by the engine's matrix multiplication on the CPU. Buffers are reused, so that
 * native memory does not grow with the number of blocks.
 */
final class EngineProducts implements InnerProducts {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private ByteBuffer queryBuffer = ByteBuffer.allocateDirect(0);
  private ByteBuffer referenceBuffer = ByteBuffer.allocateDirect(0);

  @Override
  public void compute(float[] queries, int m, float[] references, int n, int d, float[] products) {
    queryBuffer = filled(queryBuffer, queries, m * d);
    referenceBuffer = filled(referenceBuffer, references, n * d);
    try (var scope = manager.newSubManager()) {
      var left = scope.create(queryBuffer, new Shape(m, d), DataType.FLOAT32);
      var right = scope.create(referenceBuffer, new Shape(n, d), DataType.FLOAT32);
      var result = left.matMul(right.transpose());
      result
          .toByteBuffer(true)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer()
          .get(products, 0, m * n);
    }
  }

  private static ByteBuffer filled(ByteBuffer buffer, float[] components, int count) {
    var target =
        buffer.capacity() >= count * Float.BYTES
            ? buffer
            : ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
    target.clear().limit(count * Float.BYTES);
    target.asFloatBuffer().put(components, 0, count);
    return target;
  }

  @Override
  public double relativeError(int d) {
    return InnerProducts.float32Error(d);
  }

  @Override
  public void close() {
    manager.close();
  }
}
