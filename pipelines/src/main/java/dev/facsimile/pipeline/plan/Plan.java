package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a valid pipeline file asks for.
 *
 * @param pipeline name of the pipeline
 * @param namespace its namespace
 * @param spec the whole spec, defaults filled in
 * @param sources the sources; a slice comes after what it is cut from
 * @param stages the stages in execution order: each after what it reads, otherwise as in the file
 * @param warnings what is odd, but does not stop anything
 */
public record Plan(
    String pipeline,
    String namespace,
    PipelineSpec spec,
    List<PlannedSource> sources,
    List<PlannedStage> stages,
    List<Problem> warnings) {

  /**
   * The stage of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public PlannedStage stage(String name) {
    return stages.stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage named \"" + name + "\""));
  }

  /**
   * The source of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public PlannedSource source(String name) {
    return sources.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no source named \"" + name + "\""));
  }

  /**
   * The same plan with the versions of stage types that a run began with.
   *
   * @param versions name of the stage -> version; others stay
   */
  public Plan withVersions(Map<String, Integer> versions) {
    var frozen =
        stages.stream()
            .map(stage -> stage.withVersion(versions.getOrDefault(stage.name(), stage.version())))
            .toList();
    return new Plan(pipeline, namespace, spec, sources, frozen, warnings);
  }

  /** The stage's fingerprint, or empty while the digest of one of its inputs is unknown. */
  public Optional<String> fingerprint(PlannedStage stage, KnownDigests digests) {
    return Fingerprints.of(stage, digests);
  }

  /**
   * The fingerprint of a share of a divided stage, or empty while the digest of another of its
   * inputs is unknown.
   *
   * @param membersDigest see {@link Shares#digest}
   */
  public Optional<String> shareFingerprint(
      PlannedStage stage, KnownDigests digests, String membersDigest) {
    return Fingerprints.ofShare(stage, digests, membersDigest);
  }

  /** Names of what has to exist before the stage's fingerprint is known; empty when it is. */
  public List<String> awaited(PlannedStage stage, KnownDigests digests) {
    var names = new LinkedHashSet<String>();
    for (var input : stage.inputs().values()) {
      for (var reading : input.readings()) {
        if (digests.of(reading).isEmpty()) {
          names.add(reading.name());
        }
      }
    }
    return List.copyOf(names);
  }

  /** The named stages and all that they need, through others, in execution order. */
  public List<PlannedStage> upTo(List<String> names) {
    var needed = new LinkedHashSet<String>();
    var open = new ArrayList<>(names);
    while (!open.isEmpty()) {
      var name = open.remove(open.size() - 1);
      if (stages.stream().anyMatch(stage -> stage.name().equals(name)) && needed.add(name)) {
        open.addAll(stage(name).reads());
      }
    }
    return stages.stream().filter(stage -> needed.contains(stage.name())).toList();
  }
}
