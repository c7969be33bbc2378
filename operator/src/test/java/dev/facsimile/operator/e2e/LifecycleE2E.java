package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator itself comes, changes and goes while runs are in flight. */
@OnCluster
@Tag("smoke")
@Order(Integer.MAX_VALUE - 1)
class LifecycleE2E {
  @Test
  void anInstalledReleaseIsWell() {
    Operator.ensure();
    Command.ok("helm", "test", "facsimile", "--namespace", Operator.KUBECTL.namespace());
  }

  @Test
  void anUpgradeToAnotherWorkerLeavesARunInFlightAlone() {
    try (var tenant = Tenant.create("e2e-upgrade").withPhotos(24)) {
      // given a run in flight
      tenant.kubectl.apply(Tenant.pipeline("trained"));
      tenant.waitFor("trained-g1", "trains", run -> run.stage("model").attempt() > 0);

      // when the operator is replaced by one with other images
      Operator.install("workers.image.tag=absent", "podAnnotations.again=yes");

      // then the run ends as it began, no other is started, and what it made stays cached
      var run = tenant.succeeded("trained-g1");
      assertThat(run.object().at("/status/images/worker").asText())
          .isEqualTo(Site.here().workerImage());
      assertThat(tenant.kubectl.names("pipelineruns")).containsExactly("trained-g1");
      tenant.kubectl.apply(
          Tenant.pipeline("trained").replace("spec:\n", "spec:\n  triggerNonce: 1\n"));
      assertThat(tenant.succeeded("trained-g2").worked()).isEmpty();
    } finally {
      Operator.install();
    }
  }

  @Test
  void aNamespaceWithARunInFlightGoes() {
    try (var tenant = Tenant.create("e2e-ending").withPhotos(24)) {
      tenant.kubectl.apply(Tenant.pipeline("trained"));
      tenant.waitFor("trained-g1", "makes the dataset", run -> run.stage("dataset").attempt() > 0);

      tenant.kubectl.ok("delete", "namespace", "e2e-ending", "--timeout=2m");
    }
  }

  @Test
  void withoutTheOperatorPodsEndAndEverythingCanBeDeleted() {
    try (var tenant = Tenant.create("e2e-uninstall").withPhotos(24)) {
      // given a run in flight
      tenant.kubectl.apply(Tenant.pipeline("trained"));
      tenant.waitFor("trained-g1", "makes the dataset", run -> run.stage("dataset").attempt() > 0);

      // when the operator is uninstalled
      Operator.uninstall();

      // then the pods end by themselves
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  tenant.kubectl.list("pods").stream()
                      .map(pod -> pod.at("/status/phase").asText())
                      .allMatch(phase -> phase.equals("Succeeded") || phase.equals("Failed")));

      // and everything goes away when it is deleted
      tenant.kubectl.ok("delete", "pipelines,pipelineruns", "--all", "--wait", "--timeout=60s");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> tenant.kubectl.names("jobs,pods").isEmpty());
    } finally {
      Operator.install();
    }
  }
}
