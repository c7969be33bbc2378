package dev.facsimile.operator.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.spec.SourceSpec;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A golden case's input: a pipeline, and below a line of dashes which work of it is meant. */
record JobCase(Plan plan, Wanted wanted) {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Which work, and what differs from the usual configuration. */
  record Wanted(
      @JsonProperty(required = true) String of,
      @JsonProperty(required = true) String run,
      @JsonProperty(required = true) int attempt,
      @JsonProperty(required = true) int missing,
      @JsonProperty(required = true) int total,
      Settings settings) {}

  /** What differs from the usual configuration. */
  record Settings(String caConfigMap, Set<String> allowedServiceAccounts) {}

  static JobCase read(String text) throws IOException {
    var parts = text.split("\n---\n", 2);
    return new JobCase(
        Planner.plan(PipelineReader.read(parts[0])), YAML.readValue(parts[1], Wanted.class));
  }

  StageWork work() {
    var isSource = plan.sources().stream().anyMatch(source -> source.name().equals(wanted.of()));
    var type = isSource ? PlannedSource.CATALOG : plan.stage(wanted.of()).type().key();
    var pod =
        isSource
            ? Optional.ofNullable(plan.spec().pod()).orElse(PodSpec.EMPTY)
            : plan.stage(wanted.of()).pod();
    var keys = new Keys(plan.namespace());
    return new StageWork(
        plan.namespace(),
        plan.pipeline(),
        wanted.run(),
        "6f1b1c1e-5d0c-4a3e-9d8b-0a4f3c2b1a90",
        wanted.of(),
        type,
        sha256(type + wanted.of()),
        wanted.attempt(),
        wanted.missing(),
        wanted.total(),
        pod,
        keys.task(sha256("task")),
        sha256("task"),
        secrets(isSource ? Stream.of(wanted.of()) : plan.stage(wanted.of()).reads().stream()),
        plan.spec().timeouts(),
        plan.spec().retries(),
        keys.run(plan.pipeline(), wanted.run()) + "/logs/" + wanted.of());
  }

  WorkerSettings settings() {
    var own = Optional.ofNullable(wanted.settings());
    return new WorkerSettings(
        "s3://pictures/?endpoint=https://store.example.com",
        "facsimile-store",
        own.map(Settings::caConfigMap),
        "registry.example.com/facsimile-worker:1.0.0",
        "registry.example.com/facsimile-worker:1.0.0-cuda",
        Set.of(),
        "IfNotPresent",
        own.map(Settings::allowedServiceAccounts).orElse(Set.of()),
        "20Gi");
  }

  private TreeSet<String> secrets(Stream<String> names) {
    var secrets = new TreeSet<String>();
    names
        .filter(name -> plan.sources().stream().anyMatch(source -> source.name().equals(name)))
        .map(name -> SourceRequest.root(plan, name).spec())
        .flatMap(spec -> Stream.ofNullable(secret(spec)))
        .forEach(secrets::add);
    return secrets;
  }

  private static String secret(SourceSpec spec) {
    if (spec.images() != null) {
      return spec.images().secret();
    }
    return spec.file() == null ? null : spec.file().secret();
  }

  private static String sha256(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
