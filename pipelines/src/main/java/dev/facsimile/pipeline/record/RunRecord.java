package dev.facsimile.pipeline.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.task.WorkerTask;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run did, kept beside the artifacts as {@code run.json}: unlike a manifest it tells when
 * and how fast, and names the artifacts that the run relies on.
 *
 * @param format version of this record's form, 1
 * @param pipeline name of the pipeline
 * @param run name of the run
 * @param startedAt instant in ISO 8601
 * @param seconds time that the run took
 * @param outcome {@link #RUNNING} until the run has come to its end, then {@link #SUCCEEDED},
 *     {@link #GATE_FAILED}, {@link #FAILED} or {@link #CANCELLED}
 * @param pins keys of everything that the run relies on or is about to make, inside the namespace:
 *     artifacts, catalogs, tasks; nothing pinned by an unfinished run is ever swept
 * @param stages the stages in the order in which they finished
 * @param gates what was judged, as sentences
 * @param report key of the report; null when none was written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    int format,
    String pipeline,
    String run,
    String startedAt,
    double seconds,
    String outcome,
    List<String> pins,
    List<StageRecord> stages,
    List<String> gates,
    String report) {
  /** The form that this build writes and reads. */
  public static final int FORMAT = 1;

  /** The outcome of a run that has not come to its end. */
  public static final String RUNNING = "Running";

  /** Every stage has its artifact and every gate holds. */
  public static final String SUCCEEDED = "Succeeded";

  /** Every stage has its artifact, but a gate does not hold. */
  public static final String GATE_FAILED = "GateFailed";

  /** A stage failed. */
  public static final String FAILED = "Failed";

  /** Somebody cancelled it. */
  public static final String CANCELLED = "Cancelled";

  /** Copies the lists; what is absent is empty. */
  public RunRecord {
    pins = pins == null ? List.of() : List.copyOf(pins);
    stages = stages == null ? List.of() : List.copyOf(stages);
    gates = gates == null ? List.of() : List.copyOf(gates);
  }

  /** Whether it has not come to its end. */
  @JsonIgnore
  public boolean isUnfinished() {
    return outcome.equals(RUNNING);
  }

  /**
   * A finished stage.
   *
   * @param identity the parameters that are fingerprinted
   * @param inputs role -> digests of what was read
   * @param digest sha256 of the artifact's manifest
   * @param figures last figures that the stage reported, such as rates
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StageRecord(
      String name,
      String type,
      String fingerprint,
      JsonNode identity,
      SortedMap<String, List<String>> inputs,
      String key,
      String digest,
      boolean cached,
      double seconds,
      SortedMap<String, Long> counts,
      SortedMap<String, Double> figures) {

    /**
     * The record of a stage that has its artifact.
     *
     * @param task what its worker was told, or would have been
     * @param seconds 0 when it was cached
     */
    public static StageRecord of(
        PlannedStage stage,
        String fingerprint,
        WorkerTask task,
        Artifact artifact,
        boolean cached,
        double seconds,
        SortedMap<String, Double> figures) {
      return new StageRecord(
          stage.name(),
          stage.type().key(),
          fingerprint,
          stage.identity(),
          inputs(task),
          artifact.key(),
          artifact.digest(),
          cached,
          seconds,
          artifact.manifest().counts(),
          figures);
    }

    /** Role -> digests of what a task reads. */
    public static SortedMap<String, List<String>> inputs(WorkerTask task) {
      var inputs = new TreeMap<String, List<String>>();
      task.inputs()
          .forEach(
              (role, list) ->
                  inputs.put(role, list.stream().map(input -> input.digest()).toList()));
      return inputs;
    }
  }

  /** Whether another run ended with the same artifacts and the same verdicts. */
  public boolean hasResultsOf(RunRecord other) {
    return gates.equals(other.gates())
        && stages.stream()
            .map(stage -> List.of(stage.name(), stage.digest()))
            .toList()
            .equals(
                other.stages().stream()
                    .map(stage -> List.of(stage.name(), stage.digest()))
                    .toList());
  }

  /** The record of the stage of this name. */
  public Optional<StageRecord> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }
}
