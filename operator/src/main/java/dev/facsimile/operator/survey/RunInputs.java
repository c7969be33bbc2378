package dev.facsimile.operator.survey;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.assignment.ArtifactSources;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.KnownDigests;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.plan.StageInput;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.SourceSpec.Refresh;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stands behind the names of a run, as far as it is there: listings and artifacts. */
final class RunInputs implements KnownDigests {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final Plan plan;
  private final StoreAccess access;
  private final Keys keys;
  private final Artifacts artifacts;
  private final String uid;
  private final Map<String, Listed> listings = new HashMap<>();
  private final Map<String, Finished> finished = new LinkedHashMap<>();
  private final Map<String, Input> artifactSources = new HashMap<>();

  /** A stage whose artifact is there, and what its worker was told or would have been. */
  record Finished(PlannedStage stage, String fingerprint, WorkerTask task, Artifact artifact) {}

  /** A source's listing with its digest. */
  record Listed(SourceListing listing, String digest) {
    /** Keys of the catalogs that it names. */
    List<String> catalogs() {
      return listing.parts().stream()
          .filter(part -> part.images() > 0)
          .map(SourceListing.ListedPart::key)
          .toList();
    }
  }

  RunInputs(Plan plan, StoreAccess access, Keys keys, Artifacts artifacts, String uid) {
    this.plan = plan;
    this.access = access;
    this.keys = keys;
    this.artifacts = artifacts;
    this.uid = uid;
  }

  /** What identifies the listing of a source; one that is listed in every run has the run in it. */
  String fingerprint(Step step) {
    var fingerprint = step.source().orElseThrow().fingerprint();
    return plan.source(step.name()).spec().refresh() == Refresh.EVERY_RUN
        ? CanonicalJson.sha256(fingerprint + uid)
        : fingerprint;
  }

  /** The task of the worker that lists a source. */
  static WorkerTask listingTask(Keys keys, Step step, WorkerTask.Share share) {
    return new WorkerTask(
        WorkerTask.FORMAT,
        keys.namespace(),
        PlannedSource.CATALOG,
        step.version(),
        MAPPER.valueToTree(step.source().orElseThrow()),
        null,
        new TreeMap<>(),
        List.of(share));
  }

  /** The listing of a source, if it is there with all its catalogs. */
  Optional<Listed> listing(Step step, String key) throws IOException {
    var known = listings.get(step.name());
    if (known != null) {
      return Optional.of(known);
    }
    var json = access.store().readIfPresent(key);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    var listed = new Listed(SourceListing.fromJson(json.get(), key), Digests.sha256(json.get()));
    for (var catalog : listed.catalogs()) {
      if (artifacts.findOrDiscard(catalog, damage -> {}).isEmpty()) {
        return Optional.empty();
      }
    }
    listings.put(step.name(), listed);
    return Optional.of(listed);
  }

  @Override
  public Optional<String> of(Reading reading) {
    try {
      return input(reading).map(Input::digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The inputs of a stage's task, by role; all of them are there. */
  SortedMap<String, List<Input>> of(PlannedStage stage) throws IOException {
    var inputs = new TreeMap<String, List<Input>>();
    for (var input : stage.inputs().values()) {
      var list = new ArrayList<Input>();
      for (var reading : input.readings()) {
        list.add(input(reading).orElseThrow());
      }
      inputs.put(input.role(), List.copyOf(list));
    }
    return inputs;
  }

  /** The artifact along which a stage is divided. */
  Artifact divided(PlannedStage stage) throws IOException {
    var role =
        stage.inputs().values().stream().filter(StageInput::divides).findFirst().orElseThrow();
    var key = input(role.reading()).orElseThrow().key();
    return artifacts
        .find(key)
        .orElseThrow(
            () -> new TaskException(ExitCode.ARTIFACT_CORRUPT, key + " is gone; run again"));
  }

  /** What stands behind the name of a finished stage or of a source. */
  Input named(String name) {
    try {
      return plan.stages().stream().anyMatch(stage -> stage.name().equals(name))
          ? artifact(finished.get(name).artifact())
          : input(new Reading(name, false, StageInput.Selection.ALL)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Input> input(Reading reading) throws IOException {
    if (reading.isStage()) {
      return Optional.ofNullable(finished.get(reading.name()))
          .map(stage -> artifact(stage.artifact()));
    }
    var source = plan.source(reading.name());
    if (source.spec().artifact() != null) {
      return Optional.of(artifactSource(source));
    }
    var listed = listings.get(SourceRequest.root(plan, reading.name()).name());
    if (listed == null) {
      return Optional.empty();
    }
    return Optional.of(listed.listing().input(plan, reading));
  }

  private Input artifactSource(PlannedSource source) throws IOException {
    var known = artifactSources.get(source.name());
    if (known == null) {
      known = ArtifactSources.input(artifacts, keys, source);
      artifactSources.put(source.name(), known);
    }
    return known;
  }

  private static Input artifact(Artifact artifact) {
    return new Input(InputKind.ARTIFACT, artifact.key(), artifact.digest(), null);
  }

  /** Remembers a finished stage. */
  void finish(PlannedStage stage, String fingerprint, WorkerTask task, Artifact artifact) {
    finished.put(stage.name(), new Finished(stage, fingerprint, task, artifact));
  }

  /** The artifact of a stage, if it was found under this fingerprint. */
  Optional<Artifact> finished(String stage, String fingerprint) {
    return Optional.ofNullable(finished.get(stage))
        .filter(known -> known.fingerprint().equals(fingerprint))
        .map(Finished::artifact);
  }

  /** The finished stages. */
  List<Finished> finished() {
    return List.copyOf(finished.values());
  }

  /** Forgets a stage, whose inputs have gone. */
  void forget(String stage) {
    finished.remove(stage);
  }

  /** Forgets whatever a removed artifact stood for. */
  void forgetArtifact(String key) {
    finished
        .values()
        .removeIf(
            stage ->
                stage.artifact().key().equals(key)
                    || stage.artifact().shares().stream()
                        .anyMatch(share -> share.key().equals(key)));
    listings.values().removeIf(listed -> listed.catalogs().contains(key));
    artifactSources.values().removeIf(input -> input.key().equals(key));
  }
}
