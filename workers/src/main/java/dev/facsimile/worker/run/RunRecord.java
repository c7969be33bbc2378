package dev.facsimile.worker.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run did, kept beside the artifacts as {@code run.json}: unlike a manifest it tells when
 * and how fast, and it pins what the run relies on.
 *
 * @param format version of this record's form, 1
 * @param pipeline name of the pipeline
 * @param run name of the run
 * @param startedAt instant in ISO 8601
 * @param seconds time that the run took so far
 * @param outcome {@code Running}, {@code Succeeded}, {@code GateFailed} or {@code Failed}
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
    List<StageRecord> stages,
    List<String> gates,
    String report) {

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

    /** The record of a stage that has its artifact. */
    static StageRecord of(LocalRun.FinishedTask task) {
      return new StageRecord(
          task.stage().name(),
          task.stage().type().key(),
          task.fingerprint(),
          task.stage().identity(),
          inputs(task),
          task.artifact().key(),
          task.artifact().digest(),
          task.cached(),
          task.time().toMillis() / 1000.0,
          task.artifact().manifest().counts(),
          task.figures());
    }

    static SortedMap<String, List<String>> inputs(LocalRun.FinishedTask task) {
      var inputs = new TreeMap<String, List<String>>();
      task.task()
          .inputs()
          .forEach(
              (role, list) ->
                  inputs.put(role, list.stream().map(input -> input.digest()).toList()));
      return inputs;
    }
  }

  /** Whether another run ended with the same artifacts and the same verdicts. */
  boolean hasResultsOf(RunRecord other) {
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
