package dev.facsimile.worker.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries where each tensor lies, in the order of the bytes
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int MAX_DIMENSIONS = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A tensor's format, shape and place: bytes begin .. end - 1 after the header. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(DType dtype, long[] shape, long begin, long end) {}

  /** A header that a reader must refuse. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }

    Malformed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads a header, which may be padded with spaces at its end. */
  static SafetensorsHeader parse(ByteBuffer bytes) throws Malformed {
    if (!bytes.hasRemaining() || bytes.get(bytes.position()) != '{') {
      throw new Malformed("the header does not start with {");
    }
    try (var json = JSON.createParser(new ByteBufferBackedInputStream(bytes))) {
      json.nextToken();
      var entries = new ArrayList<Map.Entry<String, Entry>>();
      Map<String, String> metadata = Map.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        if (name.equals(METADATA)) {
          metadata = texts(json);
        } else {
          entries.add(Map.entry(name, entry(name, json)));
        }
      }
      if (json.nextToken() != null) {
        throw new Malformed("something follows the header's JSON");
      }
      entries.sort(
          Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().begin())
              .thenComparingLong(e -> e.getValue().end()));
      var ordered = new LinkedHashMap<String, Entry>();
      entries.forEach(e -> ordered.put(e.getKey(), e.getValue()));
      return new SafetensorsHeader(ordered, metadata);
    } catch (IOException e) {
      throw new Malformed("the header is not JSON: " + firstLine(e), e);
    }
  }

  private static Map<String, String> texts(JsonParser json) throws IOException, Malformed {
    require(json.nextToken() == JsonToken.START_OBJECT, METADATA + " is not an object");
    var texts = new LinkedHashMap<String, String>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      require(json.nextToken() == JsonToken.VALUE_STRING, METADATA + " holds more than texts");
      texts.put(name, json.getText());
    }
    return texts;
  }

  private static Entry entry(String name, JsonParser json) throws IOException, Malformed {
    require(json.nextToken() == JsonToken.START_OBJECT, quoted(name) + " is not an object");
    DType dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> {
          var code = json.getText();
          dtype =
              DType.of(code)
                  .orElseThrow(() -> new Malformed(quoted(name) + ": unknown dtype " + code));
        }
        case "shape" -> shape = numbers(name, json, MAX_DIMENSIONS);
        case "data_offsets" -> offsets = numbers(name, json, 2);
        default -> throw new Malformed(quoted(name) + ": unknown field " + quoted(field));
      }
    }
    require(
        dtype != null && shape != null && offsets != null && offsets.length == 2,
        quoted(name) + " lacks dtype, shape or two data_offsets");
    try {
      require(
          Math.subtractExact(offsets[1], offsets[0]) == Tensor.byteSize(dtype, shape),
          quoted(name)
              + ": data_offsets "
              + Arrays.toString(offsets)
              + " do not fit "
              + dtype
              + Arrays.toString(shape));
    } catch (ArithmeticException e) {
      throw new Malformed(quoted(name) + ": shape " + Arrays.toString(shape) + " overflows", e);
    }
    return new Entry(dtype, shape, offsets[0], offsets[1]);
  }

  private static long[] numbers(String name, JsonParser json, int limit)
      throws IOException, Malformed {
    require(json.currentToken() == JsonToken.START_ARRAY, quoted(name) + ": expected a list");
    var numbers = new ArrayList<Long>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(
          json.currentToken() == JsonToken.VALUE_NUMBER_INT && numbers.size() < limit,
          quoted(name) + ": expected at most " + limit + " whole numbers");
      long number = json.getLongValue();
      require(number >= 0, quoted(name) + ": negative number " + number);
      numbers.add(number);
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Checks that the tensors tile the given number of bytes without gap or overlap. */
  void checkCovers(long bytes) throws Malformed {
    long position = 0;
    for (var named : entries.entrySet()) {
      var entry = named.getValue();
      require(
          entry.begin() == position,
          quoted(named.getKey()) + " begins at " + entry.begin() + " instead of " + position);
      position = entry.end();
    }
    require(
        position == bytes,
        "the tensors take " + position + " bytes, the file has " + bytes + " after its header");
  }

  /** The header of a file with these tensors, wide formats first, then by name. */
  static SafetensorsHeader of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor may be called " + METADATA);
    }
    List<String> names = new ArrayList<>(tensors.keySet());
    names.sort(
        Comparator.<String>comparingInt(name -> -tensors.get(name).dtype().bytes())
            .thenComparing(Comparator.naturalOrder()));
    var entries = new LinkedHashMap<String, Entry>();
    long position = 0;
    for (var name : names) {
      var tensor = tensors.get(name);
      long end = Math.addExact(position, tensor.byteSize());
      entries.put(name, new Entry(tensor.dtype(), tensor.shape(), position, end));
      position = end;
    }
    return new SafetensorsHeader(entries, new TreeMap<>(metadata));
  }

  /** The header's bytes, padded with spaces to a multiple of eight. */
  byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (var text : metadata.entrySet()) {
          json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
      }
      for (var named : entries.entrySet()) {
        write(json, named.getKey(), named.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, Entry entry) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", entry.dtype().code());
    json.writeFieldName("shape");
    json.writeArray(entry.shape(), 0, entry.shape().length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
    json.writeEndObject();
  }

  private static void require(boolean condition, String otherwise) throws Malformed {
    if (!condition) {
      throw new Malformed(otherwise);
    }
  }

  private static String quoted(String name) {
    return '"' + (name.length() > 80 ? name.substring(0, 80) + "..." : name) + '"';
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
