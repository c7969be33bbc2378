package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorSlicesTest {
  @TempDir private Path directory;

  @Test
  void tensorsLargerThanAFileComeBackAsTheyWere() throws IOException {
    var values = noise(7 * 11);
    var state = new TreeMap<String, Tensor>();
    state.put("large", Tensor.of(values, 7, 11));
    state.put("small", Tensor.of(new float[] {1, -0f}, 2));
    state.put("scalar", Tensor.of(new float[] {Float.NaN}));
    state.put("empty", Tensor.of(new float[0], 0, 4));
    state.put("counter", Tensor.of(new long[] {1L << 40}));

    TensorSlices.write(directory, state, 64);
    var restored = TensorSlices.read(directory);

    assertThat(restored.keySet()).isEqualTo(state.keySet());
    restored.forEach(
        (name, tensor) -> {
          assertThat(tensor.shape()).isEqualTo(state.get(name).shape());
          assertThat(tensor.dtype()).isEqualTo(state.get(name).dtype());
        });
    assertThat(restored.get("large").floats()).isEqualTo(values);
    assertThat(restored.get("small").floats()).isEqualTo(new float[] {1, -0f});
    assertThat(restored.get("counter").longs()).containsExactly(1L << 40);
    assertThat(restored.get("large").slice(60, 8).getFloat(4)).isEqualTo(values[16]);
    try (var files = Files.list(directory)) {
      assertThat(files)
          .hasSizeGreaterThan(4)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(64 + 1024));
    }
  }

  @Test
  void equalTensorsGiveEqualFiles() throws IOException {
    var state = Map.of("a", Tensor.of(noise(40), 40), "b", Tensor.of(noise(3), 3));
    var other = Files.createDirectory(directory.resolve("other"));
    var one = Files.createDirectory(directory.resolve("one"));

    TensorSlices.write(one, state, 64);
    TensorSlices.write(other, new TreeMap<>(state), 64);

    try (var files = Files.list(one)) {
      for (var file : files.toList()) {
        assertThat(other.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  private static float[] noise(int length) {
    var random = Philox.of(1, length);
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.gaussian();
    }
    return values;
  }
}
