package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is killed or stops, a run ends right: the same artifacts, no work done twice. */
@OnCluster
@Tag("chaos")
class ChaosE2E {
  private static final int RANDOM_KILLS = 10;
  private static final long SEED = 20260101;

  /** What an undisturbed run makes; the bytes that every disturbed one has to make as well. */
  private static SortedMap<String, String> undisturbed;

  private static synchronized SortedMap<String, String> undisturbed() {
    if (undisturbed == null) {
      try (var tenant = Tenant.create("e2e-undisturbed").withPhotos(48)) {
        tenant.kubectl.apply(Tenant.pipeline("chaos"));
        tenant.succeeded("chaos-g1");
        undisturbed = tenant.artifacts();
      }
    }
    return undisturbed;
  }

  private interface Disturbance {
    void on(Tenant tenant);
  }

  private static void survives(String name, Disturbance disturbance) {
    survives(name, 0, disturbance);
  }

  private static void survives(String name, int failures, Disturbance disturbance) {
    var expected = undisturbed();
    try (var tenant = Tenant.create("e2e-" + name).withPhotos(48);
        var shares = RunningShares.watch(tenant.kubectl)) {
      // given a run
      var begun = Instant.now();
      tenant.kubectl.apply(Tenant.pipeline("chaos"));

      // when it is disturbed
      disturbance.on(tenant);

      // then it ends right, with the bytes of an undisturbed one
      var run = tenant.succeeded("chaos-g1");
      System.out.printf(
          "%s: %d s, attempts %s, infrastructure failures %d%n",
          name,
          Duration.between(begun, Instant.now()).toSeconds(),
          run.stages().stream().map(RunSeen.StageSeen::attempt).toList(),
          run.stages().stream()
              .mapToInt(s -> s.node().path("infrastructureFailures").asInt())
              .sum());
      assertThat(tenant.artifacts()).containsExactlyEntriesOf(expected);
      assertThat(tenant.objects("releases/")).containsKey("production.json");

      // and no attempt was created twice, no share ran in two pods at once, and a failure of the
      // world was not counted as one of the user's
      assertThat(createdJobs(tenant, begun)).doesNotHaveDuplicates();
      assertThat(shares.doubled()).isEmpty();
      assertThat(run.stages().stream().mapToInt(s -> s.node().path("failures").asInt()).sum())
          .isEqualTo(failures);
    }
  }

  private static List<String> createdJobs(Tenant tenant, Instant since) {
    return AuditLog.here().writes(since, tenant.kubectl.namespace()).stream()
        .filter(request -> request.right().equals("create jobs.batch"))
        .filter(request -> request.code() == 201)
        .map(AuditLog.Request::name)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> theOperatorIsKilledDirectlyAfter() {
    return Stream.of(
        killedAfter("run", tenant -> tenant.kubectl.find("pipelinerun", "chaos-g1").isPresent()),
        killedAfter("task", tenant -> !tenant.objects("work/tasks/").isEmpty()),
        killedAfter("job", tenant -> !tenant.kubectl.names("jobs").isEmpty()),
        killedAfter("status", tenant -> seen(tenant, run -> !run.stages().isEmpty())),
        killedAfter("manifest", tenant -> hasManifest(tenant)),
        killedAfter("alias", tenant -> !tenant.objects("releases/").isEmpty()));
  }

  private static DynamicTest killedAfter(String write, Predicate<Tenant> isWritten) {
    return DynamicTest.dynamicTest(
        write,
        () ->
            survives(
                "kill-" + write,
                tenant -> {
                  await()
                      .pollInterval(Duration.ofMillis(50))
                      .atMost(Duration.ofMinutes(4))
                      .until(() -> isWritten.test(tenant));
                  Operator.kill();
                }));
  }

  private static boolean seen(Tenant tenant, Predicate<RunSeen> wanted) {
    return tenant
        .kubectl
        .find("pipelinerun", "chaos-g1")
        .map(RunSeen::new)
        .filter(wanted)
        .isPresent();
  }

  private static boolean hasManifest(Tenant tenant) {
    return tenant.artifacts().keySet().stream()
        .anyMatch(key -> key.matches("synthesize/[0-9a-f]{64}/manifest\\.json"));
  }

  @Test
  void theOperatorIsKilledAtRandom() {
    var random = new Random(SEED);
    var pauses =
        IntStream.range(0, RANDOM_KILLS).map(i -> 500 + random.nextInt(8000)).boxed().toList();
    System.out.println("pauses before the kills, ms: " + pauses);
    survives(
        "kill-random",
        tenant ->
            pauses.forEach(
                pause -> {
                  pause(pause);
                  Operator.kill();
                }));
  }

  /** Lets the cluster go on for a while: a moment at random is what the test is about. */
  private static void pause(int millis) {
    await()
        .pollDelay(millis, TimeUnit.MILLISECONDS)
        .atMost(2L * millis, TimeUnit.MILLISECONDS)
        .until(() -> true);
  }

  @Test
  void workersAreDeleted() {
    survives(
        "workers",
        tenant -> {
          for (var stage : List.of("dataset", "model", "descriptors")) {
            tenant.kubectl.ok("delete", "pod", runningPodOf(tenant, stage), "--wait=false");
          }
        });
  }

  /** As a node does that loses power: the process has no moment to say anything. */
  @Test
  void aTrainingIsKilledAndGoesOnAtItsCheckpoint() {
    survives(
        "sigkill",
        tenant -> {
          var first = runningPodOf(tenant, "model");
          await()
              .alias("a checkpoint")
              .pollInterval(Duration.ofMillis(200))
              .atMost(Duration.ofMinutes(2))
              .until(
                  () ->
                      tenant.objects("work/").keySet().stream()
                          .anyMatch(key -> key.matches(".*/checkpoint-.*manifest.json")));
          tenant.kubectl.ok("delete", "pod", first, "--grace-period=0", "--force");

          var next = runningPodOf(tenant, "model");
          await()
              .alias("the next pod says where it goes on")
              .pollInterval(Duration.ofMillis(300))
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> tenant.kubectl.run("", "logs", next).out(),
                  log -> log.contains("training goes on at the checkpoint of step"));
        });
  }

  /** Memory beside the worker fills the limit of its pod; the kernel kills the largest process. */
  @Test
  void aWorkerRunsOutOfMemory() {
    survives(
        "oom",
        tenant -> {
          var pod = runningPodOf(tenant, "model");
          var hogs = "for i in 1 2 3 4 5 6 7 8; do tail /dev/zero & done; wait";
          tenant.kubectl.run("", "exec", pod, "--", "sh", "-c", hogs);
          await()
              .alias("the pod is killed for its memory")
              .atMost(Duration.ofMinutes(1))
              .until(
                  () -> tenant.kubectl.find("pod", pod).map(Object::toString).orElse(""),
                  text -> text.contains("OOMKilled"));
        });
  }

  private static String runningPodOf(Tenant tenant, String stage) {
    return await()
        .alias("a running pod of " + stage)
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                tenant.kubectl.list("pods", "-l", "facsimile.dev/stage=" + stage).stream()
                    .filter(pod -> pod.at("/status/phase").asText().equals("Running"))
                    .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                    .map(pod -> pod.at("/metadata/name").asText())
                    .collect(Collectors.joining(" ")),
            names -> !names.isEmpty())
        .split(" ")[0];
  }

  @Test
  void theNodeIsDrained() {
    survives(
        "drain",
        tenant -> {
          runningPodOf(tenant, "model");
          var node = tenant.kubectl.names("nodes").get(0);
          tenant.kubectl.ok(
              "drain",
              node,
              "--ignore-daemonsets",
              "--delete-emptydir-data",
              "--force",
              "--pod-selector=app.kubernetes.io/managed-by=facsimile",
              "--timeout=60s");
          pause(3000);
          tenant.kubectl.ok("uncordon", node);
        });
  }

  @Test
  void theKubeletStops() {
    var faults = Faults.here();
    survives(
        "kubelet",
        tenant -> {
          runningPodOf(tenant, "dataset");
          faults.run("node-stop");
          try {
            pause(60_000);
          } finally {
            faults.run("node-start");
          }
        });
  }

  @Test
  void theApiServerIsKilled() {
    var faults = Faults.here();
    survives(
        "apiserver",
        tenant -> {
          runningPodOf(tenant, "dataset");
          faults.run("apiserver-restart");
        });
  }

  @Test
  void theStoreIsAwayForAMinute() {
    var faults = Faults.here();
    survives(
        "store",
        tenant -> {
          runningPodOf(tenant, "model");
          faults.run("store-stop");
          try {
            pause(60_000);
            assertThat(new RunSeen(tenant.kubectl.find("pipelinerun", "chaos-g1").orElseThrow()))
                .matches(run -> run.reason("StoreReachable").equals("StoreUnreachable"));
          } finally {
            faults.run("store-start");
          }
        });
  }

  @Test
  void whatCannotWorkEndsAtItsBudget() {
    try (var tenant = Tenant.create("e2e-hopeless").withPhotos(12)) {
      tenant.kubectl.apply(
          Tenant.pipeline("chaos")
              .replace("sources:\n", "retries: {infrastructure: 2}\n  sources:\n"));
      for (int i = 0; i < 3; i++) {
        tenant.kubectl.ok("delete", "pod", runningPodOf(tenant, "dataset"), "--wait=true");
      }
      var run = tenant.failed("chaos-g1");
      assertThat(run.stage("dataset").reason()).isEqualTo("InfrastructureRetriesExhausted");
      assertThat(tenant.kubectl.ok("describe", "pipelinerun", "chaos-g1"))
          .contains("InfrastructureRetriesExhausted", "Next:");
    }
  }
}
