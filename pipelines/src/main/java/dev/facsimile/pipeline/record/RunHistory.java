package dev.facsimile.pipeline.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The records of a pipeline's runs in a store. */
public final class RunHistory {
  private static final String RECORD = "run.json";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ArtifactStore store;
  private final Keys keys;
  private final String pipeline;

  /** The history of a pipeline. */
  public RunHistory(ArtifactStore store, Keys keys, String pipeline) {
    this.store = store;
    this.keys = keys;
    this.pipeline = pipeline;
  }

  /** The newest run that finished at least one stage; empty when there is none. */
  public Optional<RunRecord> latest() throws IOException {
    var prefix = keys.run(pipeline, "x").replaceFirst("x$", "");
    var records =
        store.list(prefix).stream()
            .map(ArtifactStore.Info::key)
            .filter(key -> key.endsWith("/" + RECORD))
            .toList();
    for (int i = records.size() - 1; i >= 0; i--) {
      try (var content = store.open(records.get(i))) {
        var record = read(content.readAllBytes(), store.location() + "/" + records.get(i));
        if (!record.stages().isEmpty()) {
          return Optional.of(record);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the object of a record.
   *
   * @param where for messages, for example its key
   * @throws StoreException CORRUPT when it is no record of a form that this build knows
   */
  public static RunRecord read(byte[] json, String where) throws StoreException {
    try {
      var record = MAPPER.readValue(json, RunRecord.class);
      check(record);
      return record;
    } catch (IOException | DateTimeException | NullPointerException e) {
      var reason =
          e instanceof JsonProcessingException parse ? parse.getOriginalMessage() : e.getMessage();
      throw new StoreException(
          Reason.CORRUPT,
          where + " is not the record of a run that this version reads: " + reason,
          e);
    }
  }

  private static void check(RunRecord record) throws IOException {
    if (record == null || record.format() != RunRecord.FORMAT) {
      throw new IOException("its format is not " + RunRecord.FORMAT);
    }
    Objects.requireNonNull(record.outcome(), "it has no outcome");
    Objects.requireNonNull(record.run(), "it has no run");
    Instant.parse(Objects.requireNonNull(record.startedAt(), "it has no start"));
    for (var stage : record.stages()) {
      Objects.requireNonNull(stage.key(), "a stage has no key");
      Objects.requireNonNull(stage.inputs(), "a stage has no inputs");
    }
  }

  /** Writes the record of a run, replacing what it said before. */
  public void save(RunRecord record) throws IOException {
    store.put(keys.run(pipeline, record.run()) + "/" + RECORD, MAPPER.writeValueAsBytes(record));
  }

  /** Writes the report of a run beside its record, and returns its key. */
  public String saveReport(String run, String html) throws IOException {
    var key = keys.run(pipeline, run) + "/report.html";
    store.put(key, html.getBytes(StandardCharsets.UTF_8));
    return key;
  }
}
