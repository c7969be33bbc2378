package dev.facsimile.worker.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An array in NumPy's format 1.0: little-endian, row-major.
 *
 * @param shape extent of each axis
 * @param values elements, as doubles
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Npy(int[] shape, double[] values) {
  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([^)]*)\\)");

  /** Parses a file's bytes. */
  public static Npy parse(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = buffer.getShort(8) & 0xFFFF;
    var header = new String(bytes, 10, headerLength, StandardCharsets.US_ASCII);
    var type = TYPE.matcher(header);
    var extents = SHAPE.matcher(header);
    if (!type.find() || !extents.find() || header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException("unknown header: " + header);
    }
    var shape =
        Arrays.stream(extents.group(1).split(","))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    var values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    buffer.position(10 + headerLength);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type.group(1)) {
            case "<f4" -> buffer.getFloat();
            case "<f8" -> buffer.getDouble();
            case "<i4" -> buffer.getInt();
            case "<i8" -> buffer.getLong();
            default -> throw new IllegalArgumentException("unknown type " + type.group(1));
          };
    }
    return new Npy(shape, values);
  }

  /** An element of a matrix. */
  public double at(int row, int column) {
    return values[row * shape[1] + column];
  }
}
