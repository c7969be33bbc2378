package dev.facsimile.worker.descriptors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes contiguous datasets into a new HDF5 file: all metadata first, then the data row by row, so
 * that nothing but one buffer is held in memory and equal content gives equal bytes. Superblock
 * version 2, object headers version 2, no times (HDF5 File Format Specification 3.0).
 */
final class Hdf5Writer {
  private static final long UNDEFINED = -1;
  private static final int SUPERBLOCK_BYTES = 48;
  private static final int ALIGNMENT = 64;
  private static final int BUFFER_BYTES = 1 << 20;

  private Hdf5Writer() {}

  /**
   * A dataset to write.
   *
   * @param name name in the root group, ASCII
   * @param datatype encoded datatype message
   * @param dimensions extent along each axis
   * @param rowBytes encoded size of what one step along the first axis holds
   * @param content puts exactly {@code rowBytes} bytes of a row into a little-endian buffer
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Dataset(
      String name, byte[] datatype, long[] dimensions, int rowBytes, RowContent content) {
    long bytes() {
      return dimensions[0] * rowBytes;
    }
  }

  /** The bytes of one row. */
  interface RowContent {
    void put(int row, ByteBuffer target);
  }

  /** The components of one row. */
  interface RowOfFloats {
    void put(int row, FloatBuffer target);
  }

  /** An (n, d) dataset of float32. */
  static Dataset floats(String name, int rows, int columns, RowOfFloats content) {
    return new Dataset(
        name,
        float32(),
        new long[] {rows, columns},
        columns * Float.BYTES,
        (row, target) -> {
          content.put(row, target.asFloatBuffer());
          target.position(target.position() + columns * Float.BYTES);
        });
  }

  /** An (n) dataset of UTF-8 strings, padded with zeros to the longest. */
  static Dataset strings(String name, List<String> texts) {
    int longest = 1;
    for (var text : texts) {
      longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length);
    }
    int width = longest;
    return new Dataset(
        name,
        utf8(width),
        new long[] {texts.size()},
        width,
        (row, target) -> {
          var bytes = texts.get(row).getBytes(StandardCharsets.UTF_8);
          target.put(bytes).put(new byte[width - bytes.length]);
        });
  }

  /**
   * Writes the file.
   *
   * @param attribute name of a text attribute of the root group
   * @param value its value
   */
  static void write(Path file, String attribute, String value, List<Dataset> datasets)
      throws IOException {
    var headers = new byte[datasets.size()][];
    long headerEnd = SUPERBLOCK_BYTES + root(attribute, value, datasets, null).length;
    var addresses = new long[datasets.size()];
    for (int i = 0; i < headers.length; i++) {
      addresses[i] = headerEnd;
      headerEnd += header(datasets.get(i), 0).length;
    }
    long end = headerEnd;
    for (int i = 0; i < headers.length; i++) {
      long start = aligned(end);
      headers[i] = header(datasets.get(i), start);
      end = datasets.get(i).bytes() == 0 ? end : start + datasets.get(i).bytes();
    }
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.put(superblock(end)).put(root(attribute, value, datasets, addresses));
      for (var header : headers) {
        buffer.put(header);
      }
      drain(buffer, channel);
      for (var dataset : datasets) {
        writeData(dataset, channel);
      }
    }
  }

  private static void writeData(Dataset dataset, FileChannel channel) throws IOException {
    if (dataset.bytes() == 0) {
      return;
    }
    var buffer =
        ByteBuffer.allocateDirect(Math.max(BUFFER_BYTES, dataset.rowBytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(new byte[(int) (aligned(channel.position()) - channel.position())]);
    for (int row = 0; row < dataset.dimensions()[0]; row++) {
      if (buffer.remaining() < dataset.rowBytes()) {
        drain(buffer, channel);
      }
      dataset.content().put(row, buffer);
    }
    drain(buffer, channel);
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static long aligned(long position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static byte[] superblock(long endOfFile) {
    var block = little(SUPERBLOCK_BYTES);
    block.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'});
    block.put(new byte[] {2, 8, 8, 0}); // version, bytes per offset and length, flags
    block.putLong(0).putLong(UNDEFINED).putLong(endOfFile).putLong(SUPERBLOCK_BYTES);
    return checked(block);
  }

  /** The root group's object header; the addresses do not change its length. */
  private static byte[] root(
      String attribute, String value, List<Dataset> datasets, long[] addresses) {
    var messages = little(4096);
    message(
        messages, 0x02, 0, little(18).putShort((short) 0).putLong(UNDEFINED).putLong(UNDEFINED));
    message(messages, 0x0A, 0, little(2).putShort((short) 0));
    for (int i = 0; i < datasets.size(); i++) {
      var name = datasets.get(i).name().getBytes(StandardCharsets.US_ASCII);
      var link = little(3 + name.length + 8).put((byte) 1).put((byte) 0).put((byte) name.length);
      message(messages, 0x06, 0, link.put(name).putLong(addresses == null ? 0 : addresses[i]));
    }
    message(messages, 0x0C, 0, attribute(attribute, value));
    return objectHeader(messages);
  }

  private static ByteBuffer attribute(String name, String value) {
    var text = value.getBytes(StandardCharsets.UTF_8);
    var datatype = utf8(text.length);
    byte[] scalar = {2, 0, 0, 0};
    return little(9 + name.length() + 1 + datatype.length + scalar.length + text.length)
        .put(new byte[] {3, 0}) // version, flags
        .putShort((short) (name.length() + 1))
        .putShort((short) datatype.length)
        .putShort((short) scalar.length)
        .put((byte) 0) // name in ASCII
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .put((byte) 0)
        .put(datatype)
        .put(scalar)
        .put(text);
  }

  private static byte[] header(Dataset dataset, long address) {
    var messages = little(256);
    int rank = dataset.dimensions().length;
    var space = little(4 + 8 * rank).put(new byte[] {2, (byte) rank, 0, 1});
    for (long extent : dataset.dimensions()) {
      space.putLong(extent);
    }
    message(messages, 0x01, 0, space);
    message(messages, 0x03, 1, little(dataset.datatype().length).put(dataset.datatype()));
    message(messages, 0x05, 1, little(2).put((byte) 3).put((byte) 0x0A)); // no fill value
    var layout = little(18).put((byte) 3).put((byte) 1); // version, contiguous
    layout.putLong(dataset.bytes() == 0 ? UNDEFINED : address).putLong(dataset.bytes());
    message(messages, 0x08, 0, layout);
    return objectHeader(messages);
  }

  private static void message(ByteBuffer messages, int type, int flags, ByteBuffer body) {
    messages.put((byte) type).putShort((short) body.position()).put((byte) flags);
    messages.put(body.flip());
  }

  private static byte[] objectHeader(ByteBuffer messages) {
    messages.flip();
    var header = little(10 + messages.limit() + 4);
    header.put("OHDR".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 2).put((byte) 2); // version; four bytes of length follow
    header.putInt(messages.limit()).put(messages);
    return checked(header);
  }

  private static byte[] checked(ByteBuffer block) {
    block.putInt(Lookup3.hash(block.array(), block.position()));
    return block.array();
  }

  private static byte[] float32() {
    return little(20)
        .put(new byte[] {0x11, 0x20, 31, 0}) // version 1, float, little-endian, sign in bit 31
        .putInt(Float.BYTES)
        .putShort((short) 0)
        .putShort((short) 32)
        .put(new byte[] {23, 8, 0, 23}) // exponent and mantissa: first bit, bits
        .putInt(127)
        .array();
  }

  private static byte[] utf8(int bytes) {
    return little(8).put(new byte[] {0x13, 0x11, 0, 0}).putInt(bytes).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
