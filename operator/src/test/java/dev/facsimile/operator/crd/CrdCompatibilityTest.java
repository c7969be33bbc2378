package dev.facsimile.operator.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever has objects of a released definition can upgrade: none is refused or means otherwise. */
class CrdCompatibilityTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path FOLDER =
      Path.of(System.getProperty("facsimile.root"), "manifests", "crds");
  private static final Path RELEASED = FOLDER.resolve("released");

  @Test
  void everyReleasedDefinitionIsStillKept() throws IOException {
    // given
    var current = new TreeMap<String, JsonNode>();
    for (var definition : List.of(Crds.pipelines(), Crds.pipelineRuns())) {
      current.put(definition.fullName() + ".yaml", YAML.readTree(CrdYaml.write(definition.tree())));
    }
    var accepted = new TreeSet<String>();
    YAML.readTree(RELEASED.resolve("accepted.yaml").toFile())
        .fieldNames()
        .forEachRemaining(accepted::add);

    // when
    var findings = new TreeSet<String>();
    for (var release : released()) {
      assertThat(files(release)).as("%s", release).isNotEmpty();
      for (var file : files(release)) {
        var name = file.getFileName().toString();
        assertThat(current).as("%s of %s", name, release).containsKey(name);
        findings.addAll(Compatibility.findings(YAML.readTree(file.toFile()), current.get(name)));
      }
    }

    // then
    assertThat(findings)
        .as("what breaks objects of a release, but for what %s/accepted.yaml explains", RELEASED)
        .isEqualTo(accepted);
  }

  @Test
  void whatWouldBreakObjectsIsNamedWithItsPath() throws IOException {
    assertThat(
            Compatibility.findings(
                example("incompatible/released.yaml"), example("incompatible/current.yaml")))
        .containsExactlyInAnyOrder(
            "v1: the selectable field \".spec.size\" is gone",
            "v1.spec.removed: is gone",
            "v1.spec.size: type was \"integer\", is \"string\"",
            "v1.spec.speed: default was \"Slow\", is \"Fast\"",
            "v1.spec.speed: the value \"Idle\" is gone",
            "v1.spec.added: is required now",
            "v1.spec.count: maximum was 10, is 9",
            "v1.spec.count: minimum was nothing, is 1",
            "v1.spec.names: maxItems was 5, is 4",
            "v1.spec.names[]: pattern was nothing, is \"^[a-z]+$\"",
            "v1.spec.labels.*: maxLength was nothing, is 63",
            "v1.spec: a new rule: self.count > 0",
            "v1.status.state: is gone",
            "v1alpha1: the version is no longer served");
  }

  @Test
  void whatOnlyAllowsMoreBreaksNothing() throws IOException {
    assertThat(
            Compatibility.findings(
                example("incompatible/released.yaml"), example("incompatible/wider.yaml")))
        .isEmpty();
  }

  @Test
  void copiesAreNotInstalled() throws IOException {
    var kustomization = YAML.readTree(FOLDER.resolve("kustomization.yaml").toFile());

    assertThat(kustomization.path("resources"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(Crds.files().keySet());
  }

  private static JsonNode example(String name) throws IOException {
    try (var stream = CrdCompatibilityTest.class.getResourceAsStream("/crd/" + name)) {
      return YAML.readTree(stream);
    }
  }

  private static List<Path> released() throws IOException {
    try (var folders = Files.list(RELEASED)) {
      var found = folders.filter(Files::isDirectory).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private static List<Path> files(Path release) throws IOException {
    try (var files = Files.list(release)) {
      return files.sorted().toList();
    }
  }
}
