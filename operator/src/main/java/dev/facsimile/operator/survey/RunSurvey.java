package dev.facsimile.operator.survey;

import dev.facsimile.operator.monitor.LogContext;
import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.assignment.Assignment;
import dev.facsimile.pipeline.assignment.Members;
import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.Progress;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through the steps of a run in the store, as far as their inputs are there. What it found
 * present it does not look for again. One thread at a time.
 */
final class RunSurvey {
  private static final Logger LOG = LoggerFactory.getLogger(RunSurvey.class);

  private final StoreAccess access;
  private final Keys keys;
  private final Artifacts artifacts;
  private final RunInputs inputs;
  private final RunBook book;
  private final Map<String, StepFact> facts = new LinkedHashMap<>();
  private final Set<String> discarded = new HashSet<>();

  RunSurvey(StoreAccess access, SurveyRequest request, Clock clock) {
    this.access = access;
    this.keys = new Keys(request.plan().namespace());
    this.artifacts = access.artifacts(keys);
    this.inputs = new RunInputs(request.plan(), access, keys, artifacts, request.uid());
    this.book = RunBook.of(request, access, keys, clock);
  }

  /** Answers a request of the run. */
  Facts answer(SurveyRequest request) throws IOException {
    for (var key : request.discard()) {
      if (!discarded.contains(key)) {
        discard(key);
        discarded.add(key);
      }
    }
    facts.clear();
    for (var step : request.steps()) {
      facts.put(step.name(), look(step, request));
    }
    var conclusion = Optional.<Facts.Conclusion>empty();
    boolean isWhole = facts.values().stream().allMatch(StepFact.Present.class::isInstance);
    if (isWhole && request.concludes()) {
      conclusion = Optional.of(new Concluding(request, access, keys, inputs).conclude(book));
    } else if (!request.end().isEmpty()) {
      book.end(request, request.end(), inputs.finished(), List.of());
    }
    return new Facts(facts, discarded, conclusion, book.recorded());
  }

  private StepFact look(Step step, SurveyRequest request) throws IOException {
    try (var unused = LogContext.ofStage(step.name())) {
      return step.source().isPresent() ? source(step, request) : stage(step, request);
    } catch (TaskException e) {
      return new StepFact.Refused(e.exitCode().code(), e.getMessage());
    }
  }

  private StepFact source(Step step, SurveyRequest request) throws IOException {
    var fingerprint = inputs.fingerprint(step);
    if (request.busy().contains(fingerprint)) {
      return new StepFact.Busy(fingerprint, progress(fingerprint));
    }
    var key = keys.listing(request.plan().pipeline(), fingerprint);
    book.pin(request, List.of(keys.relative(key)));
    var listing = inputs.listing(step, key);
    if (listing.isPresent()) {
      book.pin(request, listing.get().catalogs().stream().map(keys::relative).toList());
      return new StepFact.Present(fingerprint, key, listing.get().digest(), 1);
    }
    var share = new WorkerTask.Share(fingerprint, key, 0, 0);
    return missing(request, fingerprint, RunInputs.listingTask(keys, step, share), 1);
  }

  private StepFact stage(Step step, SurveyRequest request) throws IOException {
    var stage = step.stage().orElseThrow();
    var fingerprint = request.plan().fingerprint(stage, inputs);
    if (fingerprint.isEmpty()) {
      inputs.forget(stage.name());
      return new StepFact.Blocked(request.plan().awaited(stage, inputs));
    }
    var id = fingerprint.get();
    if (request.busy().contains(id)) {
      return new StepFact.Busy(id, step.isDivided() ? Optional.empty() : progress(id));
    }
    var key = keys.artifact(stage.type().key(), id);
    var known = inputs.finished(stage.name(), id);
    if (known.isPresent()) {
      return present(id, known.get());
    }
    book.pin(request, List.of(keys.relative(key)));
    var whole = new WorkerTask.Share(id, key, 0, 0);
    var task = Assignment.of(keys.namespace(), stage, inputs.of(stage), List.of(whole));
    var found = artifacts.findOrDiscard(key, RunSurvey::noteDamage);
    if (found.isEmpty() && step.isDivided()) {
      return divided(stage, id, task, request);
    }
    if (found.isPresent()) {
      inputs.finish(stage, id, task, found.get());
      return present(id, found.get());
    }
    return missing(request, id, task, 1);
  }

  private StepFact divided(
      PlannedStage stage, String fingerprint, WorkerTask whole, SurveyRequest request)
      throws IOException {
    var shares =
        Assignment.cut(
            stage,
            Members.of(inputs.divided(stage)),
            keys,
            digest -> request.plan().shareFingerprint(stage, inputs, digest).orElseThrow());
    var found =
        Parallel.map(
            shares,
            access.threads(),
            share -> artifacts.findOrDiscard(share.key(), RunSurvey::noteDamage));
    var missing = new ArrayList<WorkerTask.Share>();
    for (int i = 0; i < shares.size(); i++) {
      if (found.get(i).isEmpty()) {
        missing.add(shares.get(i));
      }
    }
    if (!missing.isEmpty()) {
      var task = Assignment.of(keys.namespace(), stage, whole.inputs(), missing);
      return missing(request, fingerprint, task, shares.size());
    }
    var parts = found.stream().map(Optional::orElseThrow).toList();
    RejectedPictures.check(stage, parts);
    var key = whole.shares().get(0).key();
    var manifest = Assignment.stageManifest(keys, whole, fingerprint, parts);
    var committed = artifacts.commit(key, manifest, new TreeMap<>());
    var artifact = artifacts.find(key, committed.sha256());
    inputs.finish(stage, fingerprint, whole, artifact);
    return present(fingerprint, artifact);
  }

  private StepFact present(String fingerprint, Artifact artifact) {
    return new StepFact.Present(
        fingerprint, artifact.key(), artifact.digest(), artifact.shares().size());
  }

  private StepFact missing(SurveyRequest request, String fingerprint, WorkerTask task, int total)
      throws IOException {
    var json = task.toJson();
    var sha256 = Digests.sha256(json);
    var key = keys.task(sha256);
    book.pin(request, List.of(keys.relative(key)));
    access.store().putIfAbsent(key, json);
    return new StepFact.Missing(
        fingerprint,
        key,
        sha256,
        task.shares().size(),
        total,
        total == 1 ? progress(fingerprint) : Optional.empty());
  }

  private Optional<Progress> progress(String fingerprint) throws IOException {
    return access.store().readIfPresent(keys.progress(fingerprint)).flatMap(Progress::fromJson);
  }

  private void discard(String key) throws IOException {
    if (!key.startsWith(keys.absolute("artifacts/"))) {
      throw new TaskException(
          ExitCode.BAD_INPUT, "a worker reports damage outside its namespace: " + key);
    }
    LOG.warn("the artifact {} is damaged and is removed", key);
    artifacts.discardWithShares(key, RunSurvey::noteDamage);
    inputs.forgetArtifact(key);
  }

  private static void noteDamage(StoreException damage) {
    LOG.warn("{}", damage.getMessage());
  }
}
