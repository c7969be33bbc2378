package dev.facsimile.operator.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When a namespace was swept last, as it stands in the namespace's {@code sweep.json}. It is
 * written before a sweep as well: one that kills the operator is not begun again at its restart.
 *
 * @param sweptAt when the last sweep began, or when the namespace was first seen, in ISO 8601
 * @param bytes what the namespace held after it; null while nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SweepMark(String sweptAt, Long bytes) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Checks the time. */
  SweepMark {
    Instant.parse(sweptAt);
  }

  /** The mark of a namespace; empty when there is none that can be understood. */
  static Optional<SweepMark> find(ArtifactStore store, Keys keys) throws IOException {
    var json = store.readIfPresent(key(keys));
    try {
      return json.isPresent()
          ? Optional.ofNullable(MAPPER.readValue(json.get(), SweepMark.class))
          : Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Writes it, in place of the one before. */
  void save(ArtifactStore store, Keys keys) throws IOException {
    store.put(key(keys), MAPPER.writeValueAsBytes(this));
  }

  @JsonIgnore
  Instant time() {
    return Instant.parse(sweptAt);
  }

  private static String key(Keys keys) {
    return keys.absolute("sweep.json");
  }
}
