package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.operator.decide.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a change of a pipeline sets going, and what it leaves alone. */
@OnCluster
@Tag("smoke")
class TriggersE2E {
  @Test
  void aChangeRunsWhatItTouchesAndNothingElse() {
    try (var tenant = Tenant.create("e2e-triggers").withPhotos(24)) {
      // given a pipeline that has run
      var text = Tenant.pipeline("trained");
      tenant.kubectl.apply(text);
      var first = tenant.succeeded("trained-g1");
      assertThat(first.worked()).containsExactly("photos", "dataset", "model", "descriptors");
      var pods = tenant.kubectl.names("pods");

      // when it gets a label and an annotation, then nothing runs
      tenant.kubectl.ok("label", "pipeline", "trained", "team=search");
      tenant.kubectl.ok("annotate", "pipeline", "trained", "note=hello");

      // when the nonce is raised, then there is a run, all cached, at once and without a pod
      var changed = text.replace("spec:\n", "spec:\n  triggerNonce: 7\n");
      var applied = Instant.now();
      tenant.kubectl.apply(changed);
      var cached = tenant.succeeded("trained-g2");
      assertThat(Duration.between(applied, Instant.now())).isLessThan(Duration.ofSeconds(5));
      assertThat(finished(cached)).isBefore(applied.plusSeconds(3));
      assertThat(cached.worked()).isEmpty();
      assertThat(cached.stage("descriptors").digest())
          .isEqualTo(first.stage("descriptors").digest());
      assertThat(tenant.kubectl.names("pods")).isEqualTo(pods);

      // when epochs change, then the model and what is made with it are made again
      tenant.kubectl.apply(changed.replace("epochs: 1", "epochs: 2"));
      assertThat(tenant.succeeded("trained-g3").worked()).containsExactly("model", "descriptors");
      assertThat(tenant.kubectl.names("pipelineruns"))
          .containsExactly("trained-g1", "trained-g2", "trained-g3");
    }
  }

  private static Instant finished(RunSeen run) {
    return Instant.parse(run.object().at("/status/finishedAt").asText());
  }

  @Test
  void revertingAChangeMovesTheAliasBackWithoutAPod() {
    try (var tenant = Tenant.create("e2e-revert").withPhotos(24)) {
      // given a release, and a second one after a change
      var text = Tenant.pipeline("published");
      tenant.kubectl.apply(text);
      tenant.succeeded("published-g1");
      var release = alias(tenant);
      tenant.kubectl.apply(text.replace("sidePx: 8", "sidePx: 6"));
      tenant.succeeded("published-g2");
      assertThat(alias(tenant).get("references")).isNotEqualTo(release.get("references"));
      var pods = tenant.kubectl.names("pods");

      // when the change is taken back
      tenant.kubectl.apply(text);
      var reverted = tenant.succeeded("published-g3");

      // then the first release stands there again, and nothing was made for it
      assertThat(alias(tenant).get("references")).isEqualTo(release.get("references"));
      assertThat(reverted.worked()).isEmpty();
      assertThat(tenant.kubectl.names("pods")).isEqualTo(pods);
    }
  }

  private static JsonNode alias(Tenant tenant) {
    return Kubectl.json(tenant.read("releases/production.json"));
  }

  @Test
  void aStageThatTwoPipelinesShareIsMadeOnceAlthoughTheFirstIsCancelled() {
    try (var tenant = Tenant.create("e2e-shared").withPhotos(48)) {
      // given two pipelines with the same stages at the same time
      var text = Tenant.pipeline("trained").replace("viewsPerImage: 2", "viewsPerImage: 12");
      tenant.kubectl.apply(text);
      tenant.waitFor("trained-g1", "works on the dataset", run -> hasJob(run, "dataset"));
      tenant.kubectl.apply(text.replace("name: trained", "name: second"));
      tenant.waitFor("second-g1", "waits for the first", run -> waitsForAnother(run));

      // when the first is cancelled
      tenant.kubectl.ok(
          "patch",
          "pipelinerun",
          "trained-g1",
          "--type=merge",
          "-p",
          "{\"spec\":{\"cancel\":\"Now\"}}");

      // then it ends so, and the second makes what is still missing
      tenant.waitFor("trained-g1", "is cancelled", run -> run.state().equals("Cancelled"));
      var second = tenant.succeeded("second-g1");
      assertThat(second.worked()).contains("dataset", "model", "descriptors");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(runningPods(tenant)).isEmpty());
    }
  }

  private static boolean hasJob(RunSeen run, String stage) {
    return run.stage(stage).attempt() > 0;
  }

  private static boolean waitsForAnother(RunSeen run) {
    return run.stages().stream()
        .anyMatch(stage -> stage.reason().equals(Reason.MADE_BY_ANOTHER_RUN.id()));
  }

  private static List<String> runningPods(Tenant tenant) {
    return tenant.kubectl.list("pods").stream()
        .filter(pod -> pod.at("/status/phase").asText().equals("Running"))
        .map(pod -> pod.at("/metadata/name").asText())
        .toList();
  }
}
