package dev.facsimile.pipeline.task;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last words of a failing worker: one line of JSON in the container's termination log, from
 * which the operator learns what happened. Kubernetes keeps 4 KiB of it; {@link #line()} takes at
 * most {@value #MAX_BYTES} bytes.
 *
 * @param code exit code of the process
 * @param message one sentence for the user: what failed, why, what to do
 * @param damaged key prefixes of artifacts among the inputs whose bytes are not those promised, as
 *     far as they fit; for code 74
 * @param peakMemoryBytes most memory that the process has had; 0 where unknown
 * @param log key of the end of the log in the store; null when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Termination(
    int code, String message, List<String> damaged, long peakMemoryBytes, String log) {
  /** Most bytes of a line. */
  public static final int MAX_BYTES = 2048;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Copies the list; absent is empty. */
  public Termination {
    message = message == null ? "" : message;
    damaged = damaged == null ? List.of() : List.copyOf(damaged);
  }

  /** The line, without a line feed; a long message is cut, keys that do not fit are left out. */
  public String line() {
    var keys = new ArrayList<>(damaged);
    var text = message.replaceAll("\\s+", " ").strip();
    var line = write(text, keys);
    while (bytes(line) > MAX_BYTES && !keys.isEmpty()) {
      keys.remove(keys.size() - 1);
      line = write(text, keys);
    }
    while (bytes(line) > MAX_BYTES) {
      text =
          text.substring(
              0, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) * 3 / 4));
      line = write(text + " ...", keys);
    }
    return line;
  }

  private String write(String text, List<String> keys) {
    try {
      return MAPPER.writeValueAsString(new Termination(code, text, keys, peakMemoryBytes, log));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("last words are always JSON", e);
    }
  }

  private static int bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Finds the last words in a termination message, which may be the end of a log: the last line
   * that is such a record.
   */
  public static Optional<Termination> parse(String terminationMessage) {
    var lines = terminationMessage.strip().split("\n");
    for (int i = lines.length - 1; i >= 0; i--) {
      if (lines[i].startsWith("{\"code\":")) {
        try {
          return Optional.of(MAPPER.readValue(lines[i], Termination.class));
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
