package dev.facsimile.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatItWrote() throws IOException {
    // given tensors in no order, one of them empty, one a scalar
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("z", Tensor.of(new float[] {1, -0f, Float.NaN, Float.NEGATIVE_INFINITY}, 2, 2));
    tensors.put("empty", Tensor.of(new float[0], 0, 3));
    tensors.put("count", Tensor.of(new long[] {Long.MIN_VALUE}));
    tensors.put("a", Tensor.of(new float[] {0x1p-149f}, 1));

    // when
    var file = folder.resolve("weights.safetensors");
    Safetensors.write(file, tensors, Map.of("format", "pt", "a", "b"));
    var read = Safetensors.read(file);

    // then the wide format comes first, names are in order among equals
    assertThat(read.byName().keySet()).containsExactly("count", "a", "empty", "z");
    assertThat(read.metadata()).containsExactly(Map.entry("a", "b"), Map.entry("format", "pt"));
    assertThat(read.get("count").shape()).isEmpty();
    assertThat(read.get("count").longs()).containsExactly(Long.MIN_VALUE);
    assertThat(read.get("z").hasShape(2, 2)).isTrue();
    assertThat(read.get("z").slice(0, 16)).isEqualTo(tensors.get("z").slice(0, 16));
    assertThat(read.get("empty").elements()).isZero();
    assertThat(read.get("a").floats()).containsExactly(0x1p-149f);
  }

  @Test
  void equalTensorsGiveEqualBytesWhateverTheirOrder() throws IOException {
    var forwards = new LinkedHashMap<String, Tensor>();
    var backwards = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < 9; i++) {
      forwards.put("t" + i, Tensor.of(new float[] {i}, 1));
      backwards.put("t" + (8 - i), Tensor.of(new float[] {8 - i}, 1));
    }
    Safetensors.write(folder.resolve("one"), forwards, Map.of());
    Safetensors.write(folder.resolve("two"), backwards, Map.of());
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\":1}",
        "{} {}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":0}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}",
        "{\"__metadata__\":{\"a\":1}}",
      })
  void refusesMalformedHeaders(String header) throws IOException {
    var file = write(header.getBytes(StandardCharsets.UTF_8), header.length(), 8);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOfSatisfying(
            TaskException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource({"3,0", "-1,0", "9223372036854775807,0", "100000001,0", "2,1"})
  void refusesSizesThatDoNotFit(long declared, int data) throws IOException {
    var file = write("{}".getBytes(StandardCharsets.UTF_8), declared, data);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(TaskException.class);
  }

  @Test
  void refusesAFileTooShortForALength() throws IOException {
    var file = Files.write(folder.resolve("short"), new byte[7]);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("too few");
  }

  @Test
  void namesTheMissingTensorAndItsFile() throws IOException {
    var file = write("{}".getBytes(StandardCharsets.UTF_8), 2, 0);
    var tensors = Safetensors.read(file);
    assertThatThrownBy(() -> tensors.get("base.0.weight"))
        .isInstanceOf(TaskException.class)
        .hasMessageContainingAll("base.0.weight", "file.safetensors");
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0.0",
    "0x8000, -0.0",
    "0x3C00, 1.0",
    "0xC000, -2.0",
    "0x7BFF, 65504.0",
    "0x0001, 5.9604645E-8",
    "0x0400, 6.1035156E-5",
    "0x3555, 0.33325195",
    "0x7C00, Infinity",
    "0xFC00, -Infinity",
    "0x7E00, NaN"
  })
  void widensHalfPrecision(String bits, Float value) {
    assertThat(Float16.toFloat((short) Integer.decode(bits).intValue())).isEqualTo(value);
  }

  private Path write(byte[] header, long declared, int data) throws IOException {
    var bytes =
        ByteBuffer.allocate(8 + header.length + data)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(declared)
            .put(header);
    return Files.write(folder.resolve("file.safetensors"), bytes.array());
  }
}
