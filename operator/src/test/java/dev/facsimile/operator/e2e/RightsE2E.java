package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the operator may do is what it did in all the tests before, no more and no less. */
@OnCluster
@Tag("smoke")
@Order(Integer.MAX_VALUE)
class RightsE2E {
  @Test
  void everyRightIsUsedAndNothingIsRefused() {
    var requests = AuditLog.here().requests(Instant.EPOCH);

    assertThat(requests)
        .as("requests that the API server refused for want of a right")
        .allMatch(AuditLog.Request::allowed);
    var used =
        requests.stream()
            .filter(request -> !request.resource().isEmpty())
            .map(AuditLog.Request::right)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(used).isEqualTo(granted());
  }

  private static Set<String> granted() {
    var rights = new TreeSet<String>();
    for (var kind : new String[] {"clusterrole", "role"}) {
      Operator.KUBECTL.list(kind, "-l", "app.kubernetes.io/name=facsimile").stream()
          .flatMap(role -> role.path("rules").findParents("verbs").stream())
          .forEach(rule -> add(rule, rights));
    }
    return rights;
  }

  private static void add(JsonNode rule, Set<String> rights) {
    for (var group : rule.path("apiGroups")) {
      for (var resource : rule.path("resources")) {
        for (var verb : rule.path("verbs")) {
          var suffix = group.asText().isEmpty() ? "" : "." + group.asText();
          rights.add(verb.asText() + " " + resource.asText() + suffix);
        }
      }
    }
  }
}
