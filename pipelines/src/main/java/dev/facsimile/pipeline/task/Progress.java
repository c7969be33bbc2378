package dev.facsimile.pipeline.task;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a share is, as a worker writes it now and then into the store beside the unfinished work.
 * Nothing is decided by it.
 *
 * @param done how much is done, in units
 * @param total how much there is to do; 0 while unknown
 * @param unit what is counted, for example {@code images} or {@code steps}
 * @param at instant of the report in ISO 8601
 * @param peakMemoryBytes most memory that the process has had so far; 0 where unknown
 * @param figures last figures of the stage, such as {@code loss}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Progress(
    long done,
    long total,
    String unit,
    String at,
    long peakMemoryBytes,
    SortedMap<String, Double> figures) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Copies the figures; absent is empty. */
  public Progress {
    figures =
        figures == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /** The report as the object of a store. */
  public byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }

  /** Reads what {@link #toJson()} wrote; empty when it is something else. */
  public static Optional<Progress> fromJson(byte[] json) {
    try {
      return Optional.of(MAPPER.readValue(json, Progress.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
