package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.artifact.Artifacts;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.LocalCache;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.task.WorkerTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many shares and many runs, on simulated nodes that carry the label and the taint {@code
 * testcluster/fake}. Their pods run nothing: the test commits a share's manifest once its pod runs.
 */
@OnCluster
@Tag("scale")
class ScaleE2E {
  private static final int SHARES = 1000;
  private static final int PAIRS = 5;
  private static final String FAKE_NODE =
      "nodeSelector: {testcluster/fake: \"true\"},"
          + " tolerations: [{key: testcluster/fake, operator: Exists}]";

  @TempDir Path folder;

  private static void requireFakeNodes() {
    assumeTrue(
        !new Kubectl("default").list("nodes", "-l", "testcluster/fake=true").isEmpty(),
        "there are no simulated nodes");
  }

  @Test
  void aStageOfAThousandSharesTakesAboutAsLongAsABareJob() throws IOException {
    requireFakeNodes();
    try (var tenant = Tenant.create("e2e-scale")) {
      var photo = Site.ROOT.resolve("pipelines/sample/photos/alpaca/0.jpg");
      for (int i = 0; i < SHARES; i++) {
        tenant.upload(photo, "photos/%04d.jpg".formatted(i));
      }
      var ratios = new ArrayList<Double>();
      for (int pair = 0; pair < PAIRS; pair++) {
        // given a stage of many shares, each of which is there once its pod has run
        var stage = stage(tenant, pair);

        // when the same pods are a bare Job
        var bare = bareJob(tenant, pair);
        ratios.add(stage.toMillis() / (double) bare.toMillis());
        System.out.printf(
            "%d shares: stage %.1f s, bare Job %.1f s, ratio %.2f%n",
            SHARES, stage.toMillis() / 1e3, bare.toMillis() / 1e3, ratios.get(pair));
      }
      ratios.sort(null);
      System.out.printf("median ratio %.2f%n", ratios.get(PAIRS / 2));
    }
  }

  private Duration stage(Tenant tenant, int seed) {
    var name = "wide" + seed;
    tenant.kubectl.apply(
        Tenant.pipeline("small")
            .replace("name: small", "name: " + name)
            .replace(
                "imagesPerShare: 12, seed: 1}",
                "imagesPerShare: 1, seed: "
                    + seed
                    + "}\n      pod: {parallelism: 500, "
                    + FAKE_NODE
                    + "}"));
    var run = name + "-g1";
    tenant.waitFor(run, "works", seen -> seen.stage("dataset").attempt() > 0);
    var shares = new Shares(tenant, job(tenant, run));
    while (!shares.areAllCommitted()) {
      shares.commitThoseOfRunningPods();
    }
    var stage = tenant.succeeded(run).stage("dataset").node();
    return Duration.between(
        Instant.parse(stage.path("startedAt").asText()),
        Instant.parse(stage.path("finishedAt").asText()));
  }

  private static JsonNode job(Tenant tenant, String run) {
    return tenant.kubectl.list("jobs", "-l", "facsimile.dev/run=" + run).stream()
        .filter(job -> job.at("/metadata/name").asText().startsWith("synthesize"))
        .findFirst()
        .orElseThrow();
  }

  private static Duration bareJob(Tenant tenant, int number) {
    var like = job(tenant, "wide" + number + "-g1").deepCopy();
    var name = "bare-" + number;
    var spec = (ObjectNode) like.path("spec");
    spec.remove("selector");
    var labels = (ObjectNode) spec.at("/template/metadata/labels");
    labels.removeAll();
    var job = Kubectl.json("{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\"}");
    ((ObjectNode) job).putObject("metadata").put("name", name);
    ((ObjectNode) job).set("spec", spec);
    tenant.kubectl.apply(job.toString());
    tenant.kubectl.ok("wait", "job/" + name, "--for=condition=complete", "--timeout=5m");
    var status = tenant.kubectl.find("job", name).orElseThrow().path("status");
    return Duration.between(
        Instant.parse(status.path("startTime").asText()),
        Instant.parse(status.path("completionTime").asText()));
  }

  /** The shares of a Job, which this test commits in place of the pods. */
  private final class Shares {
    private final Tenant tenant;
    private final WorkerTask task;
    private final String job;
    private final Artifacts artifacts;
    private final HashSet<Integer> committed = new HashSet<>();

    Shares(Tenant tenant, JsonNode job) {
      this.tenant = tenant;
      this.job = job.at("/metadata/name").asText();
      var arguments = job.at("/spec/template/spec/containers/0/args").toString();
      var key = arguments.replaceAll(".*?([^\"]*work/tasks/[0-9a-f]{64}\\.json).*", "$1");
      try {
        task = WorkerTask.fromJson(tenant.store.readIfPresent(key).orElseThrow());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      artifacts =
          new Artifacts(
              tenant.store, new Keys(tenant.kubectl.namespace()), new LocalCache(folder), 4);
    }

    boolean areAllCommitted() {
      return committed.size() == task.shares().size();
    }

    void commitThoseOfRunningPods() {
      for (var pod : tenant.kubectl.list("pods", "-l", "batch.kubernetes.io/job-name=" + job)) {
        var phase = pod.at("/status/phase").asText();
        var index =
            Integer.parseInt(
                pod.at("/metadata/labels/batch.kubernetes.io~1job-completion-index").asText());
        if (List.of("Running", "Succeeded").contains(phase) && committed.add(index)) {
          commit(task.shares().get(index));
        }
      }
    }

    private void commit(WorkerTask.Share share) {
      var manifest =
          new Manifest(
              Manifest.FORMAT,
              task.stage(),
              task.stageVersion(),
              share.fingerprint(),
              new TreeMap<>(),
              List.of(),
              List.of(),
              new TreeMap<>(),
              new TreeMap<>(),
              "java");
      try {
        artifacts.commit(share.key(), manifest, new TreeMap<>());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aThousandRunsAtOnce() throws IOException {
    requireFakeNodes();
    var audit = AuditLog.here();
    try (var tenant = Tenant.create("e2e-many").withPhotos(6)) {
      // given many pipelines whose one stage differs in its seed
      var all = new StringBuilder();
      for (int i = 0; i < SHARES; i++) {
        all.append("---\n")
            .append(
                Tenant.pipeline("small")
                    .replace("name: small", "name: many" + i)
                    .replace("seed: 1}", "seed: " + i + "}\n      pod: {" + FAKE_NODE + "}"));
      }
      var begun = Instant.now();

      // when they are applied at once
      tenant.kubectl.apply(all.toString());
      var done = new HashSet<String>();
      while (tenant.kubectl.list("pipelineruns").stream()
              .filter(r -> new RunSeen(r).isFinished())
              .count()
          < SHARES) {
        for (var job : tenant.kubectl.list("jobs")) {
          var name = job.at("/metadata/name").asText();
          if (name.startsWith("synthesize") && done.add(name)) {
            var shares = new Shares(tenant, job);
            shares.commit(shares.task.shares().get(0));
          }
        }
      }
      var took = Duration.between(begun, Instant.now());

      // then each has written no more than its budget
      var writes =
          audit.writes(begun, tenant.kubectl.namespace()).stream()
              .filter(request -> !request.resource().equals("events"))
              .filter(request -> !request.resource().startsWith("pipelines"))
              .count();
      System.out.printf(
          "%d runs in %d s: %.0f runs/min, %.1f writes per run%n",
          SHARES, took.toSeconds(), SHARES * 60.0 / took.toSeconds(), writes / (double) SHARES);
      System.out.println(Operator.metrics("facsimile_reconcile_seconds", "jvm_memory_used"));
      assertThat(writes / (double) SHARES).isLessThanOrEqualTo(2 + 4 * 2);
    }
  }
}
