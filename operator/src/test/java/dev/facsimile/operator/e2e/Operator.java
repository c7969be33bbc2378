package dev.facsimile.operator.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The operator under test, installed with Helm as docs/install.md says. */
final class Operator {
  static final Kubectl KUBECTL = new Kubectl("facsimile-system");
  static final String ACCOUNT = "system:serviceaccount:facsimile-system:facsimile-operator";

  /** Stands at the pods, so that an image built anew under the same name is started too. */
  private static final String STARTED = Instant.now().toString();

  private static boolean isInstalled;

  private Operator() {}

  /** Installs or upgrades it, once for all tests. */
  static synchronized void ensure() {
    if (!isInstalled) {
      install();
      isInstalled = true;
    }
  }

  /** Installs or upgrades it, and waits until it is ready. */
  static void install(String... values) {
    var site = Site.here();
    Tenant.createNamespace(KUBECTL);
    Tenant.createStoreSecret(KUBECTL, "facsimile-operator-store", System.getenv());
    var line = new ArrayList<>(List.of("helm", "upgrade", "--install", "facsimile"));
    line.addAll(List.of(Site.ROOT.resolve("charts/facsimile").toString()));
    line.addAll(List.of("--namespace", KUBECTL.namespace(), "--wait", "--timeout", "3m"));
    set(line, "image.repository", repository(site.operatorImage()));
    set(line, "image.tag", tag(site.operatorImage()));
    set(line, "workers.image.repository", repository(site.workerImage()));
    set(line, "workers.image.tag", tag(site.workerImage()));
    set(line, "workers.spoolSize", "2Gi");
    set(line, "store.location", site.store());
    set(line, "resources.requests.memory", "256Mi");
    set(line, "podAnnotations.facsimile\\.dev/tested-since", STARTED);
    for (var value : values) {
      line.addAll(List.of("--set-string", value));
    }
    Command.ok(line.toArray(String[]::new));
    await()
        .alias("the operator's older pods are gone, and with them their Lease")
        .atMost(Duration.ofMinutes(1))
        .until(() -> pods().size() == 1);
  }

  private static void set(List<String> line, String name, String value) {
    line.addAll(List.of("--set-string", name + "=" + value.replace(",", "\\,")));
  }

  private static String repository(String image) {
    return image.substring(0, image.lastIndexOf(':'));
  }

  private static String tag(String image) {
    return image.substring(image.lastIndexOf(':') + 1);
  }

  /** Removes it. */
  static void uninstall() {
    Command.ok(
        "helm",
        "uninstall",
        "facsimile",
        "--namespace",
        KUBECTL.namespace(),
        "--wait",
        "--timeout",
        "2m");
    synchronized (Operator.class) {
      isInstalled = false;
    }
  }

  /** Kills its process as a node that loses power does, and leaves the rest to the cluster. */
  static void kill() {
    KUBECTL.ok(
        "delete",
        "pod",
        "-l",
        "app.kubernetes.io/component=operator",
        "--grace-period=0",
        "--force",
        "--wait=false");
  }

  static List<JsonNode> pods() {
    return KUBECTL.list("pods", "-l", "app.kubernetes.io/component=operator");
  }

  /** The lines of its metrics that start with one of these. */
  static String metrics(String... names) {
    var path = "/api/v1/namespaces/%s/services/facsimile-operator:8080/proxy/q/metrics";
    return KUBECTL
        .ok("get", "--raw", path.formatted(KUBECTL.namespace()))
        .lines()
        .filter(line -> List.of(names).stream().anyMatch(line::startsWith))
        .collect(Collectors.joining("\n"));
  }
}
