package dev.facsimile.pipeline.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * Everything a worker is told: one stage, what it reads, and the shares of it that are missing. The
 * local runner hands the same record to the same code in its own process.
 *
 * @param format version of this record's form, 1
 * @param namespace first part of every key in the store
 * @param stage name of the stage type, for example {@code extract}
 * @param stageVersion version of the stage type that the run was frozen with; a worker that does
 *     not know it refuses (exit 78)
 * @param parameters the stage type's parameters, defaults filled in
 * @param recipe steps of the recipe that the parameters name, or null
 * @param inputs role -> what stands behind it, several for a role that takes a list
 * @param shares what to make; an Indexed Job's completion index counts them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerTask(
    int format,
    String namespace,
    String stage,
    int stageVersion,
    JsonNode parameters,
    JsonNode recipe,
    SortedMap<String, List<Input>> inputs,
    List<Share> shares) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** The newest form that this build reads and writes. */
  public static final int FORMAT = 1;

  /** What kind of thing an input is. */
  public enum InputKind {
    /** A frozen listing of pictures; {@code location} is the source that holds them. */
    CATALOG,
    /** A file from outside at {@code location}. */
    FILE,
    /** What another stage made. */
    ARTIFACT
  }

  /**
   * One input.
   *
   * @param key key prefix of the catalog or artifact inside the store; null for a file
   * @param digest content digest: sha256 of the catalog, of the file, or of the artifact's manifest
   * @param location where a catalog's pictures or the file are; null for an artifact
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(InputKind kind, String key, String digest, String location) {}

  /**
   * One share of the work.
   *
   * @param fingerprint what it is called in the cache, 64 hex digits
   * @param key key prefix of the artifact it makes
   * @param from first entry of the divided input that belongs to it
   * @param to end of its entries, exclusive; {@code from == to} for the only share of an undivided
   *     stage
   */
  public record Share(String fingerprint, String key, int from, int to) {}

  /** The task as the object of a store. */
  public byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a task is always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws TaskException (78) when it is not a task of a form that this build knows
   */
  public static WorkerTask fromJson(byte[] json) {
    try {
      return MAPPER.readValue(json, WorkerTask.class);
    } catch (IOException e) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "this is no task that this worker understands: " + e.getMessage(),
          e);
    }
  }
}
