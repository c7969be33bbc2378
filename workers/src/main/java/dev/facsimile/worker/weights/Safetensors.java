package dev.facsimile.worker.weights;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files: eight bytes of header length, a JSON header, then the tensors
 * without gaps. Reading maps the file, so that only the tensors that are used cost memory, and
 * trusts nothing in it.
 */
public final class Safetensors {
  /** Limit of the reference implementation, in bytes. */
  static final int MAX_HEADER = 100_000_000;

  private static final int SLICE = 1 << 26;

  private Safetensors() {}

  /**
   * Opens a file; its tensors stay readable as long as the file stays as it is.
   *
   * @throws TaskException (65) when it is not a well-formed safetensors file
   */
  public static Tensors read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, READ)) {
      long size = channel.size();
      if (size < 8) {
        throw malformed(file, size + " bytes are too few for a header length");
      }
      long headerSize =
          channel.map(MapMode.READ_ONLY, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (headerSize < 0 || headerSize > MAX_HEADER) {
        throw malformed(file, "header length " + Long.toUnsignedString(headerSize) + " is too big");
      }
      if (headerSize > size - 8) {
        throw malformed(file, "truncated: the header ends at " + (headerSize + 8) + " of " + size);
      }
      long start = 8 + headerSize;
      SafetensorsHeader header;
      try {
        header = SafetensorsHeader.parse(channel.map(MapMode.READ_ONLY, 8, headerSize));
        header.checkCovers(size - start);
      } catch (SafetensorsHeader.Malformed e) {
        throw new TaskException(ExitCode.BAD_INPUT, message(file, e.getMessage()), e);
      }
      var whole = size <= Integer.MAX_VALUE ? channel.map(MapMode.READ_ONLY, 0, size) : null;
      var tensors = new LinkedHashMap<String, Tensor>();
      header
          .entries()
          .forEach(
              (name, entry) ->
                  tensors.put(
                      name,
                      Tensor.of(
                          entry.dtype(),
                          entry.shape(),
                          (offset, length) ->
                              bytes(file, whole, start + entry.begin() + offset, length))));
      return new Tensors(String.valueOf(file.getFileName()), tensors, header.metadata());
    }
  }

  private static ByteBuffer bytes(Path file, ByteBuffer whole, long offset, int length) {
    if (whole != null) {
      return whole.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }
    try (var channel = FileChannel.open(file, READ)) {
      return channel.map(MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file whose bytes depend on names, tensors and texts alone: wide formats first, so that
   * every reader finds its tensors aligned, names in order among equals.
   *
   * @param metadata texts for the header; none when empty
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    var header = SafetensorsHeader.of(tensors, metadata);
    try (var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      var json = header.json();
      writeAll(
          channel,
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).flip());
      writeAll(channel, ByteBuffer.wrap(json));
      for (var name : header.entries().keySet()) {
        var tensor = tensors.get(name);
        for (long offset = 0; offset < tensor.byteSize(); offset += SLICE) {
          int length = (int) Math.min(SLICE, tensor.byteSize() - offset);
          writeAll(channel, tensor.slice(offset, length));
        }
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static TaskException malformed(Path file, String why) {
    return new TaskException(ExitCode.BAD_INPUT, message(file, why));
  }

  private static String message(Path file, String why) {
    return file + ": not a safetensors file that can be read: " + why;
  }
}
