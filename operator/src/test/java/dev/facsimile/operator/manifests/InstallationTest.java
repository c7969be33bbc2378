package dev.facsimile.operator.manifests;

import static dev.facsimile.operator.manifests.Installation.CHART;
import static dev.facsimile.operator.manifests.Installation.MANIFESTS;
import static dev.facsimile.operator.manifests.Installation.at;
import static dev.facsimile.operator.manifests.Installation.documents;
import static dev.facsimile.operator.manifests.Installation.filesIn;
import static dev.facsimile.operator.manifests.Installation.find;
import static dev.facsimile.operator.manifests.Installation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The chart and the kustomize base install the same operator; bad values are refused. */
class InstallationTest {
  private static final String NAME = "facsimile-operator";

  @Test
  void chartAndBaseHaveTheSameCrds() {
    var generated = filesIn(MANIFESTS.resolve("crds"));
    generated.removeIf(file -> file.endsWith("kustomization.yaml"));
    var copies = filesIn(CHART.resolve("files/crds"));

    assertThat(copies)
        .extracting(Path::getFileName)
        .containsExactlyElementsOf(generated.stream().map(Path::getFileName).toList());
    for (int i = 0; i < copies.size(); i++) {
      assertThat(copies.get(i)).hasSameBinaryContentAs(generated.get(i));
    }
  }

  @Test
  void crdsStayWhenTheChartIsUninstalled() {
    for (var file : filesIn(CHART.resolve("files/crds"))) {
      var crd = documents(text(file)).get(0);
      assertThat(at(crd, "metadata", "annotations", "helm.sh/resource-policy")).isEqualTo("keep");
    }
  }

  @Test
  void chartAndBaseGrantTheSameRights() {
    var rules = documents(text(CHART.resolve("files/rbac-rules.yaml"))).get(0);
    var base = documents(text(MANIFESTS.resolve("base/rbac.yaml")));

    assertThat(find(base, "ClusterRole", NAME).get("rules")).isEqualTo(rules.get("watched"));
    assertThat(find(base, "Role", NAME + "-lease").get("rules")).isEqualTo(rules.get("own"));
  }

  @Test
  void chartAndManifestsHaveTheSameMonitoring() {
    assertThat(MANIFESTS.resolve("monitoring/dashboard.json"))
        .hasSameBinaryContentAs(CHART.resolve("files/dashboard.json"));
    var rule = documents(text(MANIFESTS.resolve("monitoring/prometheusrule.yaml"))).get(0);
    assertThat(rule.get("spec"))
        .isEqualTo(documents(text(CHART.resolve("files/alerts.yaml"))).get(0));
  }

  @Test
  void chartAndBaseRunTheSameOperator() {
    assumeTrue(
        Installation.has("helm") && Installation.has("kubectl"),
        "skipped: helm and kubectl are not on the PATH");
    var chart = documents(rendered(CHART.resolve("ci/minimal-values.yaml")));
    var base =
        documents(
            succeed(
                Installation.run("kubectl", "kustomize", MANIFESTS.resolve("base").toString())));

    var ofChart = podSpec(find(chart, "Deployment", NAME));
    var ofBase = podSpec(find(base, "Deployment", NAME));
    var settings = new TreeMap<>(environment(ofBase));
    ((Map<?, ?>) find(base, "ConfigMap", NAME).get("data"))
        .forEach((name, value) -> settings.put(name.toString(), value));
    settings.put("FACSIMILE_STORE_LOCATION", "s3://facsimile/production");

    assertThat(environment(ofChart)).isEqualTo(settings);
    for (var pod : List.of(ofChart, ofBase)) {
      var container = container(pod);
      container.remove("env");
      container.remove("envFrom");
    }
    assertThat(ofChart).isEqualTo(ofBase);
    for (var kind : List.of("Service", "PodDisruptionBudget")) {
      assertThat(withoutSelector(find(chart, kind, NAME)))
          .isEqualTo(withoutSelector(find(base, kind, NAME)));
    }
  }

  @Test
  void namespacedOverlayHasNothingOfTheCluster() {
    assumeTrue(Installation.has("kubectl"), "skipped: kubectl is not on the PATH");
    var overlay = MANIFESTS.resolve("overlays/namespaced").toString();
    var all = documents(succeed(Installation.run("kubectl", "kustomize", overlay)));
    var rules = documents(text(CHART.resolve("files/rbac-rules.yaml"))).get(0);

    assertThat(all).isNotEmpty().allMatch(d -> at(d, "metadata", "namespace") != null);
    assertThat(find(all, "Role", NAME).get("rules")).isEqualTo(rules.get("watched"));
    assertThat(find(all, "Role", NAME + "-lease").get("rules")).isEqualTo(rules.get("own"));
  }

  @Test
  void selectorsDoNotChangeWithAVersion() {
    assumeTrue(Installation.has("helm"), "skipped: helm is not on the PATH");
    for (var document : documents(rendered(CHART.resolve("ci/full-values.yaml")))) {
      if (document.get("kind").equals("Deployment")) {
        assertThat(at(document, "spec", "selector", "matchLabels"))
            .isEqualTo(
                Map.of(
                    "app.kubernetes.io/name", "facsimile",
                    "app.kubernetes.io/instance", "facsimile",
                    "app.kubernetes.io/component", "operator"));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> badValuesAreRefusedByName() {
    return filesIn(CHART.resolve("ci/invalid")).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      assumeTrue(Installation.has("helm"), "skipped: helm is not on the PATH");
                      var expected = text(file).lines().findFirst().orElseThrow().substring(2);
                      var ended = Installation.render(file);
                      assertThat(ended.code()).isNotZero();
                      assertThat(ended.output()).contains(expected);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> exampleValuesRender() {
    return filesIn(CHART.resolve("ci")).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      assumeTrue(Installation.has("helm"), "skipped: helm is not on the PATH");
                      assertThat(documents(rendered(file)))
                          .extracting(document -> document.get("kind"))
                          .contains("Deployment", "Service");
                    }));
  }

  private static String rendered(Path values) {
    return succeed(Installation.render(values));
  }

  private static String succeed(Installation.Ended ended) {
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> podSpec(Map<String, Object> deployment) {
    return (Map<String, Object>) at(deployment, "spec", "template", "spec");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> container(Map<String, Object> pod) {
    return (Map<String, Object>) at(pod, "containers", 0);
  }

  private static Map<String, Object> environment(Map<String, Object> pod) {
    var environment = new TreeMap<String, Object>(Comparator.naturalOrder());
    for (var variable : (List<?>) container(pod).get("env")) {
      var value = at(variable, "value");
      environment.put(
          (String) at(variable, "name"), value != null ? value : at(variable, "valueFrom"));
    }
    return environment;
  }

  private static Object withoutSelector(Map<String, Object> document) {
    var spec = new TreeMap<String, Object>();
    ((Map<?, ?>) document.get("spec")).forEach((key, value) -> spec.put(key.toString(), value));
    spec.remove("selector");
    return spec;
  }
}
