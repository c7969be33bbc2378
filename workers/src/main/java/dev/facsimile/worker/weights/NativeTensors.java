package dev.facsimile.worker.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Moves tensors between stored bytes and the engine. */
public final class NativeTensors {
  private static final int CHUNK = 1 << 26;

  private NativeTensors() {}

  /** Values of a tensor, in order, some at a time. */
  @FunctionalInterface
  public interface Values {
    /** The next {@code count} values. */
    float[] next(int count);
  }

  /**
   * Copies a tensor into the engine's memory: int64 as it is, every floating-point format as
   * float32.
   */
  public static NDArray upload(NDManager manager, Tensor tensor) {
    if (tensor.dtype() == DType.I64) {
      return owned(manager.create(tensor.longs(), new Shape(tensor.shape())));
    }
    long[] position = {0};
    return fill(
        manager,
        tensor.shape(),
        count -> {
          long bytes = (long) count * tensor.dtype().bytes();
          long from = position[0];
          position[0] += bytes;
          return Tensor.of(
                  tensor.dtype(),
                  new long[] {count},
                  (offset, length) -> tensor.slice(from + offset, length))
              .floats();
        });
  }

  /** A float32 array in the engine's memory, filled row by row. */
  public static NDArray fill(NDManager manager, long[] shape, Values values) {
    return fill(manager, shape, values, CHUNK);
  }

  static NDArray fill(NDManager manager, long[] shape, Values values, int chunk) {
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (size <= chunk) {
      return owned(manager.create(values.next((int) size), new Shape(shape)));
    }
    long row = size / shape[0];
    long step = Math.max(1, chunk / row);
    var array = manager.zeros(new Shape(shape), DataType.FLOAT32);
    for (long from = 0; from < shape[0]; from += step) {
      long to = Math.min(shape[0], from + step);
      var part = shape.clone();
      part[0] = to - from;
      try (var rows =
          manager.create(values.next(Math.toIntExact(part[0] * row)), new Shape(part))) {
        array.set(new NDIndex("{}:{}", from, to), rows);
      }
    }
    return array;
  }

  /** Arrays made from Java's memory keep it alive and misaligned; a copy is the engine's own. */
  private static NDArray owned(NDArray array) {
    try (array) {
      return array.duplicate();
    }
  }

  /**
   * A float32 or int64 array as a tensor, without a copy: it shows what the array holds at the time
   * of reading, and only while the array is open.
   */
  public static Tensor view(NDArray array) {
    var dtype =
        switch (array.getDataType()) {
          case FLOAT32 -> DType.F32;
          case INT64 -> DType.I64;
          default -> throw new IllegalArgumentException("not stored: " + array.getDataType());
        };
    return Tensor.of(
        dtype,
        array.getShape().getShape(),
        (offset, length) -> bytes(array, dtype.bytes(), offset, length));
  }

  private static ByteBuffer bytes(NDArray array, int width, long offset, int length) {
    if (offset == 0 && length == array.size() * width) {
      return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    long first = offset / width;
    long last = (offset + length + width - 1) / width;
    try (var flat = array.reshape(-1);
        var part = flat.get(new NDIndex("{}:{}", first, last))) {
      return part.toByteBuffer()
          .slice((int) (offset - first * width), length)
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
