package dev.facsimile.worker.train;

import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tensors of any size as several safetensors files of bounded size, so that a store takes them one
 * by one and an interrupted upload loses little. A tensor that is larger than a file is cut into
 * flat slices {@code name#0}, {@code name#1}, ...; its shape stands in the header of its files.
 */
final class TensorSlices {
  private static final String PREFIX = "tensors-";
  private static final String SUFFIX = ".safetensors";

  private TensorSlices() {}

  /**
   * Writes tensors in the order of their names.
   *
   * @param maxBytes most bytes of tensors in a file, a multiple of 8
   */
  static void write(Path directory, Map<String, Tensor> tensors, long maxBytes) throws IOException {
    var file = new LinkedHashMap<String, Tensor>();
    var shapes = new LinkedHashMap<String, String>();
    long bytes = 0;
    int files = 0;
    for (var named : new TreeMap<>(tensors).entrySet()) {
      var tensor = named.getValue();
      int slice = 0;
      long offset = 0;
      do {
        long length = Math.min(maxBytes, tensor.byteSize() - offset);
        if (bytes + length > maxBytes && !file.isEmpty()) {
          Safetensors.write(name(directory, files++), file, shapes);
          file.clear();
          shapes.clear();
          bytes = 0;
        }
        if (length == tensor.byteSize()) {
          file.put(named.getKey(), tensor);
        } else {
          file.put(named.getKey() + "#" + slice++, part(tensor, offset, length));
          shapes.put(named.getKey(), text(tensor.shape()));
        }
        bytes += length;
        offset += length;
      } while (offset < tensor.byteSize());
    }
    Safetensors.write(name(directory, files), file, shapes);
  }

  /**
   * Opens what {@link #write} wrote; the tensors stay readable as long as the files stay.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (65) when a file is not well formed
   */
  static Map<String, Tensor> read(Path directory) throws IOException {
    List<Path> files;
    try (var listing = Files.list(directory)) {
      files =
          listing
              .filter(file -> file.getFileName().toString().startsWith(PREFIX))
              .sorted()
              .toList();
    }
    var whole = new TreeMap<String, Tensor>();
    var slices = new TreeMap<String, List<Tensor>>();
    var shapes = new TreeMap<String, String>();
    for (var file : files) {
      var tensors = Safetensors.read(file);
      shapes.putAll(tensors.metadata());
      for (var name : tensors.byName().keySet()) {
        int mark = name.lastIndexOf('#');
        if (mark >= 0 && shapes.containsKey(name.substring(0, mark))) {
          put(slices, name.substring(0, mark), Integer.parseInt(name.substring(mark + 1)), tensors);
        } else {
          whole.put(name, tensors.get(name));
        }
      }
    }
    slices.forEach((name, parts) -> whole.put(name, joined(parts, shape(shapes.get(name)))));
    return whole;
  }

  private static void put(
      Map<String, List<Tensor>> slices, String name, int slice, Tensors tensors) {
    var parts = slices.computeIfAbsent(name, unseen -> new ArrayList<>());
    while (parts.size() <= slice) {
      parts.add(null);
    }
    parts.set(slice, tensors.get(name + "#" + slice));
  }

  private static Tensor part(Tensor tensor, long offset, long length) {
    return Tensor.of(
        tensor.dtype(),
        new long[] {length / tensor.dtype().bytes()},
        (from, size) -> tensor.slice(offset + from, size));
  }

  private static Tensor joined(List<Tensor> parts, long[] shape) {
    return Tensor.of(
        parts.get(0).dtype(),
        shape,
        (offset, length) -> {
          var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
          long first = 0;
          for (var part : parts) {
            long from = Math.max(offset, first);
            long to = Math.min(offset + length, first + part.byteSize());
            if (from < to) {
              buffer.put(part.slice(from - first, (int) (to - from)));
            }
            first += part.byteSize();
          }
          return buffer.flip();
        });
  }

  private static Path name(Path directory, int number) {
    return directory.resolve(PREFIX + "%05d".formatted(number) + SUFFIX);
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  private static long[] shape(String text) {
    return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }
}
