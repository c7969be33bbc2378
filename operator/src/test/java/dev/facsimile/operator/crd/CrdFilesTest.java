package dev.facsimile.operator.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.facsimile.operator.api.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("facsimile.root"), "manifests", "crds");

  /** Client-side apply copies an object into an annotation of at most 256 KiB. */
  private static final int LARGEST = 200 * 1024;

  private static final String UPDATE =
      "mvn -q test -pl operator -am -Dtest=CrdFilesTest -Dfacsimile.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void committedFilesAreTheGeneratedOnes() throws IOException {
    var generated = Crds.files();
    if (Boolean.getBoolean("facsimile.update")) {
      Files.createDirectories(FOLDER);
      for (var file : generated.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(committed())
        .as("%s differ from the records; write them anew: %s", FOLDER, UPDATE)
        .isEqualTo(generated);
  }

  private static Map<String, String> committed() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("." + Pipeline.GROUP + ".yaml"))
          .collect(Collectors.toMap(file -> file.getFileName().toString(), CrdFilesTest::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyFileCanBeAppliedByOldClients() {
    assertThat(Crds.files())
        .hasSize(2)
        .allSatisfy(
            (name, text) ->
                assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                    .as(name)
                    .isLessThan(LARGEST));
  }

  @Test
  void filesReadBackAsWhatTheySayAndAreNoTemplates() throws IOException {
    var yaml = new YAMLMapper();
    for (var definition : new Definition[] {Crds.pipelines(), Crds.pipelineRuns()}) {
      var text = CrdYaml.write(definition.tree());
      assertThat(yaml.readTree(text).toString()).isEqualTo(definition.tree().toString());
      assertThat(text).doesNotContain("{{", "}}", "\t").doesNotContainPattern("(?m)^---");
    }
  }
}
