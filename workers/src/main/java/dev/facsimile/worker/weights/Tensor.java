package dev.facsimile.worker.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A stored tensor: number format, shape and bytes (row-major, little-endian). The bytes may lie in
 * a mapped file and may exceed what one buffer holds, so they are read in slices.
 */
public final class Tensor {
  /** Bytes of a tensor, anywhere. */
  @FunctionalInterface
  public interface Content {
    /** A little-endian buffer over bytes {@code offset .. offset + length - 1}. */
    ByteBuffer slice(long offset, int length);
  }

  private final DType dtype;
  private final long[] shape;
  private final Content content;
  private final long byteSize;

  private Tensor(DType dtype, long[] shape, Content content) {
    this.dtype = dtype;
    this.shape = shape.clone();
    this.content = content;
    this.byteSize = byteSize(dtype, shape);
  }

  /**
   * A tensor over bytes that lie elsewhere.
   *
   * @throws ArithmeticException when the shape's size overflows
   */
  public static Tensor of(DType dtype, long[] shape, Content content) {
    return new Tensor(dtype, shape, content);
  }

  /** A float32 tensor over a copy of the values. */
  public static Tensor of(float[] values, long... shape) {
    var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return inMemory(DType.F32, bytes, shape);
  }

  /** An int64 tensor over a copy of the values. */
  public static Tensor of(long[] values, long... shape) {
    var bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return inMemory(DType.I64, bytes, shape);
  }

  private static Tensor inMemory(DType dtype, ByteBuffer bytes, long[] shape) {
    var tensor =
        new Tensor(
            dtype,
            shape,
            (offset, length) ->
                bytes.slice(Math.toIntExact(offset), length).order(ByteOrder.LITTLE_ENDIAN));
    if (tensor.byteSize != bytes.capacity()) {
      throw new IllegalArgumentException(
          bytes.capacity() + " bytes for " + dtype + " " + Arrays.toString(shape));
    }
    return tensor;
  }

  /** Number format. */
  public DType dtype() {
    return dtype;
  }

  /** Lengths of the axes; none for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Whether the tensor has exactly this shape. */
  public boolean hasShape(long... expected) {
    return Arrays.equals(shape, expected);
  }

  /** Number of elements. */
  public long elements() {
    return byteSize / dtype.bytes();
  }

  /** Number of bytes. */
  public long byteSize() {
    return byteSize;
  }

  /** A little-endian buffer over a part of the bytes. */
  public ByteBuffer slice(long offset, int length) {
    if (offset < 0 || length < 0 || offset > byteSize - length) {
      throw new IndexOutOfBoundsException(
          offset + " + " + length + " of " + byteSize + " bytes of a tensor");
    }
    return length == 0 ? ByteBuffer.allocate(0) : content.slice(offset, length);
  }

  /**
   * The elements as float32; float16 and bfloat16 are widened exactly, float64 is rounded.
   *
   * @throws IllegalStateException for other formats and for more elements than an array holds
   */
  public float[] floats() {
    var values = new float[arrayLength()];
    var bytes = slice(0, Math.toIntExact(byteSize));
    switch (dtype) {
      case F32 -> bytes.asFloatBuffer().get(values);
      case F64 -> {
        var doubles = bytes.asDoubleBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) doubles.get(i);
        }
      }
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float16.toFloat(bytes.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
      }
      default -> throw new IllegalStateException(dtype + " is not a floating-point format");
    }
    return values;
  }

  /**
   * The elements of an int64 tensor.
   *
   * @throws IllegalStateException for other formats
   */
  public long[] longs() {
    if (dtype != DType.I64) {
      throw new IllegalStateException(dtype + " is not I64");
    }
    var values = new long[arrayLength()];
    slice(0, Math.toIntExact(byteSize)).asLongBuffer().get(values);
    return values;
  }

  private int arrayLength() {
    if (byteSize > Integer.MAX_VALUE) {
      throw new IllegalStateException(byteSize + " bytes do not fit an array");
    }
    return (int) elements();
  }

  /**
   * Bytes of a tensor of this shape.
   *
   * @throws ArithmeticException when a length is negative or the product overflows
   */
  static long byteSize(DType dtype, long... shape) {
    long size = dtype.bytes();
    boolean empty = false;
    for (long length : shape) {
      if (length < 0) {
        throw new ArithmeticException("negative length " + length);
      }
      if (length == 0) {
        empty = true;
      } else {
        size = Math.multiplyExact(size, length);
      }
    }
    return empty ? 0 : size;
  }

  @Override
  public String toString() {
    return dtype.code() + Arrays.toString(shape);
  }
}
