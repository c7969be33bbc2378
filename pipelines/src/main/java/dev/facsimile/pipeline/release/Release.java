package dev.facsimile.pipeline.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that is needed to answer a query, as it stands under an alias in {@code
 * releases/<alias>.json}. Two releases with the same content answer alike; which run published them
 * and when is no part of it.
 *
 * @param format version of this record's form, 1
 * @param alias name under which it is published
 * @param pipeline pipeline that published it
 * @param run run that published it
 * @param runCreatedAt when that run was created, instant in ISO 8601: decides which of two is newer
 * @param model network that describes queries; null when thumbnails describe them
 * @param references descriptors that queries are compared with
 * @param steps how a query's descriptor is made from a picture: an extract step first, then the
 *     normalize steps in their order
 * @param space id of the space that the descriptors of both sides live in; null when unknown
 * @param metric how a query's descriptor is scored against a reference's
 * @param threshold lowest score that counts as a copy at 90 % precision; null when that precision
 *     was never reached
 * @param evidence the evaluation that stands for it
 * @param previous what it replaced; null for the first release of an alias
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Release(
    int format,
    String alias,
    String pipeline,
    String run,
    String runCreatedAt,
    Part model,
    Part references,
    List<Step> steps,
    String space,
    MatchSpec.Metric metric,
    Double threshold,
    Evidence evidence,
    Previous previous) {
  /** The form that this build writes and reads. */
  public static final int FORMAT = 1;

  /** Attribute of the manifests of descriptors that holds the id of their space. */
  public static final String SPACE_ATTRIBUTE = "space";

  private static final Comparator<Release> BY_AGE =
      Comparator.comparing(Release::created).thenComparing(Release::run);

  /** Checks what the comparison with other releases needs, and copies the list. */
  public Release {
    Stream.of(alias, pipeline, run, references, metric, evidence).forEach(Objects::requireNonNull);
    Instant.parse(runCreatedAt);
    steps = List.copyOf(steps);
  }

  /**
   * Something of the store that it relies on.
   *
   * @param key key prefix of the artifact inside the namespace; null for a file from outside
   * @param digest sha256 of the artifact's manifest or of the file
   * @param location where a file from outside is; null for an artifact
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Part(String key, String digest, String location) {}

  /**
   * One step on the way from a picture to a query's descriptor.
   *
   * @param type {@code extract} or {@code normalize}
   * @param version version of the stage type that made the references and the evidence; a worker
   *     that does not know it refuses
   * @param parameters the stage's parameters with defaults, without the names of what it reads
   * @param background descriptors of unrelated pictures, of a normalize step; else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Step(String type, int version, JsonNode parameters, Part background) {
    /** Takes the parameters as they are read back, so that records compare. */
    public Step {
      parameters = ReleaseJson.asRead(parameters);
    }

    /** The parameters as the record of the stage type; what it reads is null. */
    public <T extends Record> T parameters(Class<T> record) {
      return Binder.bind(parameters, record);
    }
  }

  /**
   * What was measured of a release.
   *
   * @param key key prefix of the evaluation's artifact inside the namespace
   * @param digest sha256 of its manifest
   * @param score the figures of its {@code score.json} that gates compare
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Evidence(String key, String digest, JsonNode score) {
    /** Takes the figures as they are read back, so that records compare. */
    public Evidence {
      score = ReleaseJson.asRead(score);
    }
  }

  /** The run and the evidence of the release that was replaced. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Previous(String run, Evidence evidence) {}

  /**
   * The release that a finished run of a plan would publish; equal artifacts give equal content.
   *
   * @param createdAt when the run was created, which may be long before it ends
   * @param inputs what stands behind the name of a finished stage or of a source, its key absolute
   * @param space {@link #SPACE_ATTRIBUTE} of the manifest of the queries; null when it has none
   * @param score what {@code score.json} of the evidence holds
   * @throws IllegalArgumentException when the plan promotes nothing
   */
  public static Release of(
      Plan plan,
      String run,
      Instant createdAt,
      Function<String, Input> inputs,
      String space,
      JsonNode score) {
    var promote = plan.spec().promote();
    if (promote == null) {
      throw new IllegalArgumentException(plan.pipeline() + " promotes nothing");
    }
    var parts = new Parts(plan, inputs);
    var evidence = parts.part(promote.evidence());
    var matches = plan.stage(promote.evidence()).parameters(EvaluateSpec.class).matches();
    var threshold = score.path("thresholdAtP90");
    return new Release(
        FORMAT,
        promote.alias(),
        plan.pipeline(),
        run,
        createdAt.toString(),
        parts.model(promote.queries()),
        parts.part(promote.references()),
        parts.steps(promote.queries()),
        space,
        plan.stage(matches).parameters(MatchSpec.class).metric(),
        threshold.isNumber() ? threshold.doubleValue() : null,
        new Evidence(evidence.key(), evidence.digest(), Parts.judged(score)),
        null);
  }

  /** When the run that published it was created. */
  public Instant created() {
    return Instant.parse(runCreatedAt);
  }

  /** Whether it answers as another does: the same but for the run, its time, and the past. */
  public boolean hasContentOf(Release other) {
    return ReleaseJson.content(this).equals(ReleaseJson.content(other));
  }

  /** What identifies how it answers: releases of equal content have the same, whoever published. */
  public String digest() {
    return CanonicalJson.sha256(ReleaseJson.content(this));
  }

  /** Whether the very same run published both. */
  public boolean isByRunOf(Release other) {
    return pipeline.equals(other.pipeline()) && run.equals(other.run());
  }

  /** Whether its run was created after that of another; runs of one instant go by their names. */
  public boolean isNewerThan(Release other) {
    return BY_AGE.compare(this, other) > 0;
  }

  /**
   * The figures that a gate over this release's alias compares a run with. A run that has been
   * promoted already, or whose results are those of this release, is compared with what this
   * release replaced: so judging again, after a crash or in a run that changes nothing, ends as the
   * first time.
   *
   * @param candidate what the run that is judged would publish; empty when it promotes nothing
   * @return empty when there was nothing to surpass
   */
  public Optional<JsonNode> standardFor(Optional<Release> candidate) {
    var own = candidate.filter(other -> other.alias().equals(alias));
    return own.filter(other -> isByRunOf(other) || hasContentOf(other)).isPresent()
        ? Optional.ofNullable(previous).map(before -> before.evidence().score())
        : Optional.of(evidence.score());
  }

  /** This release as it is written over another: remembers what a gate has compared it with. */
  Release replacing(Release old) {
    var before = isByRunOf(old) ? old.previous() : new Previous(old.run(), old.evidence());
    return new Release(
        format,
        alias,
        pipeline,
        run,
        runCreatedAt,
        model,
        references,
        steps,
        space,
        metric,
        threshold,
        evidence,
        before);
  }

  /** Keys, inside the namespace, of every artifact that it relies on. */
  public List<String> keys() {
    var parts = new ArrayList<Part>();
    parts.add(model);
    parts.add(references);
    steps.forEach(step -> parts.add(step.background()));
    return Stream.concat(
            parts.stream().filter(Objects::nonNull).map(Part::key), Stream.of(evidence.key()))
        .filter(Objects::nonNull)
        .toList();
  }
}
