package dev.facsimile.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatKubernetesKnowsIsTaken() {
    assertThat(
            refusal(
                """
                {"labels": {"team": "trust"},
                 "annotations": {"kueue.x-k8s.io/podset-preferred-topology": "rack"},
                 "serviceAccountName": "facsimile-s3",
                 "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
                   {"nodeSelectorTerms": [{"matchExpressions":
                     [{"key": "gpu", "operator": "In", "values": ["h100"]}]}]}}},
                 "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone",
                   "whenUnsatisfiable": "ScheduleAnyway", "matchLabelKeys": ["job-name"]}]}
                """))
        .isEmpty();
  }

  @Test
  void aServiceAccountThatIsNotOnTheListIsRefusedWithTheChoice() {
    assertThat(refusal("{\"serviceAccountName\": \"admin\"}").orElseThrow())
        .isEqualTo(
            "background: pod.serviceAccountName: the operator's configuration does not allow the"
                + " service account \"admin\" (it allows facsimile-s3); leave the field out to use"
                + " the Secret facsimile-store, or have the account added to the configuration");
  }

  @Test
  void keysThatAreOursOrWeakenAPodAreRefusedByName() {
    assertThat(refusal("{\"labels\": {\"facsimile.dev/run\": \"other\"}}").orElseThrow())
        .startsWith("background: pod.labels: \"facsimile.dev/run\" is set by Facsimile");
    assertThat(refusal("{\"labels\": {\"app.kubernetes.io/managed-by\": \"me\"}}")).isPresent();
    assertThat(refusal("{\"annotations\": {\"batch.kubernetes.io/x\": \"1\"}}")).isPresent();
    assertThat(
            refusal(
                """
                {"annotations":
                  {"container.apparmor.security.beta.kubernetes.io/worker": "unconfined"}}
                """))
        .isPresent();
    assertThat(refusal("{\"labels\": {\"kueue.x-k8s.io/queue-name\": \"q\"}}").orElseThrow())
        .contains("pod.queueName");
  }

  @Test
  void aMisspelledFieldIsFoundWhereItStands() {
    assertThat(
            refusal(
                    """
                    {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
                      {"nodeSelectorTerms": [{"matchExpression": []}]}}}}
                    """)
                .orElseThrow())
        .startsWith(
            "background: pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                + ".nodeSelectorTerms[0].matchExpression: ");
    assertThat(refusal("{\"topologySpreadConstraints\": [{\"maxSkew\": \"x\"}]}").orElseThrow())
        .startsWith("background: pod.topologySpreadConstraints[0].maxSkew: ");
  }

  private static Optional<String> refusal(String pod) {
    try {
      var work = Samples.work("extract", JSON.readValue(pod, PodSpec.class));
      return Jobs.refusal(work, Samples.SETTINGS);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
