package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.decide.Reason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot start says why, in the cluster's own words, and starts once it can. */
@OnCluster
@Tag("smoke")
class WaitingE2E {
  @Test
  void aGpuThatNoNodeHas() {
    var faults = Faults.here();
    try (var tenant = Tenant.create("e2e-gpu").withPhotos(6)) {
      // given no node with a GPU, when a pipeline asks for one
      tenant.kubectl.apply(
          Tenant.pipeline("small")
              .replace("limits: {memory: 1Gi}", "limits: {memory: 1Gi, nvidia.com/gpu: 1}"));

      // then it waits within ten seconds with the scheduler's message
      var waiting = waits(tenant, Reason.UNSCHEDULABLE);
      var stage = waiting.stage("dataset");
      assertThat(Duration.between(time(stage, "startedAt"), time(stage, "waitingSince")))
          .isLessThan(Duration.ofSeconds(10));
      assertThat(stage.message()).contains("Insufficient nvidia.com/gpu", "Next:");

      // and runs once there is a GPU
      faults.gpus(1);
      try {
        tenant.succeeded("small-g1");
      } finally {
        faults.gpus(0);
      }
    }
  }

  @Test
  void aSecretThatIsMissing() {
    try (var tenant = Tenant.create("e2e-secret").withPhotos(6)) {
      tenant.kubectl.ok("delete", "secret", "facsimile-store");
      tenant.kubectl.apply(Tenant.pipeline("small"));

      var waiting = waits(tenant, Reason.CONFIGURATION_MISSING);
      assertThat(waiting.stages().get(0).message())
          .contains("secret \"facsimile-store\" not found", "Next:");

      Tenant.createStoreSecret(tenant.kubectl, "facsimile-store", System.getenv());
      tenant.succeeded("small-g1");
    }
  }

  @Test
  void aQuotaThatIsUsedUp() {
    try (var tenant = Tenant.create("e2e-quota").withPhotos(6)) {
      tenant.kubectl.apply(
          """
          apiVersion: v1
          kind: ResourceQuota
          metadata: {name: none}
          spec: {hard: {pods: "0"}}
          """);
      tenant.kubectl.apply(Tenant.pipeline("small"));

      var waiting = waits(tenant, Reason.QUOTA_EXCEEDED);
      assertThat(waiting.stages().get(0).message()).contains("exceeded quota", "Next:");

      tenant.kubectl.ok("delete", "resourcequota", "none");
      tenant.succeeded("small-g1");
    }
  }

  @Test
  void anImageThatIsNotThere() {
    try (var tenant = Tenant.create("e2e-image").withPhotos(6)) {
      Operator.install("workers.image.tag=absent", "workers.pullPolicy=Never");
      tenant.kubectl.apply(Tenant.pipeline("small"));

      var waiting = waits(tenant, Reason.IMAGE_UNAVAILABLE);
      assertThat(waiting.stages().get(0).message()).contains(":absent", "Next:");
    } finally {
      Operator.install();
    }
  }

  private static Instant time(RunSeen.StageSeen stage, String field) {
    return Instant.parse(stage.node().path(field).asText());
  }

  private static RunSeen waits(Tenant tenant, Reason reason) {
    return tenant.waitFor(
        "small-g1",
        "waits: " + reason.id(),
        run ->
            run.stages().stream()
                .anyMatch(s -> s.state().equals("Waiting") && s.reason().equals(reason.id())));
  }
}
