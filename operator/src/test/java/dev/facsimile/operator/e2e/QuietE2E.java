package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A world that is as it should be is left alone. */
@OnCluster
@Tag("smoke")
class QuietE2E {
  /** Writes for a run of one source and two stages: two of its own, and four for each of them. */
  private static final int BUDGET = 2 + 4 * 4;

  @Test
  void aSecondLookAtAnUnchangedWorldWritesNothing() {
    var audit = AuditLog.here();
    try (var tenant = Tenant.create("e2e-quiet").withPhotos(24)) {
      // given a pipeline that has run, within the budget of writes
      var begun = Instant.now();
      tenant.kubectl.apply(Tenant.pipeline("trained"));
      tenant.succeeded("trained-g1");
      var runWrites =
          audit.writes(begun, tenant.kubectl.namespace()).stream()
              .filter(request -> !request.resource().equals("events"))
              .filter(request -> !request.resource().startsWith("pipelines"))
              .toList();
      assertThat(runWrites).hasSizeLessThanOrEqualTo(BUDGET);
      System.out.printf("writes of a run of a source and three stages: %d%n", runWrites.size());

      // when everything is looked at again, by the same operator and by one that has just started
      var jobs = tenant.kubectl.names("jobs");
      var versions = versions(tenant);
      var quiet = Instant.now();
      tenant.kubectl.ok("annotate", "pipeline", "trained", "touched=once");
      Operator.KUBECTL.ok("rollout", "restart", "deployment/facsimile-operator");
      Operator.KUBECTL.ok("rollout", "status", "deployment/facsimile-operator", "--timeout=2m");
      tenant.kubectl.ok("annotate", "pipelinerun", "trained-g1", "touched=once");
      // one that starts what comes after shows that the restarted operator has looked at the rest
      tenant.kubectl.apply(Tenant.pipeline("small"));
      tenant.succeeded("small-g1");

      // then nothing is written
      assertThat(audit.writes(quiet, tenant.kubectl.namespace()))
          .noneMatch(
              request -> request.name().contains("trained") || jobs.contains(request.name()));
      assertThat(versions(tenant)).containsAll(versions);
    }
  }

  /** Generations and statuses; the annotations above change the objects' own versions. */
  private static List<String> versions(Tenant tenant) {
    return Stream.of("pipelines", "pipelineruns", "jobs")
        .flatMap(kind -> tenant.kubectl.list(kind).stream())
        .map(object -> object.at("/metadata/generation") + " " + object.path("status"))
        .toList();
  }
}
