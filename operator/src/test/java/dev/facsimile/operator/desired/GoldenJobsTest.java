package dev.facsimile.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Pipelines in, Jobs out. {@code -Dgolden.write=true} writes what comes out, for a person to read
 * the difference.
 */
class GoldenJobsTest {
  private static final String INPUT = ".in.yaml";
  private static final String OUTPUT = ".job.yaml";
  private static final Path FOLDER =
      Path.of(
          System.getProperty("facsimile.root"), "operator", "src", "test", "resources", "desired");

  @TestFactory
  Stream<DynamicTest> eachPipelineGivesItsJob() throws IOException {
    return cases().stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) throws IOException {
    var given = JobCase.read(Files.readString(FOLDER.resolve(name + INPUT)));
    var golden = FOLDER.resolve(name + OUTPUT);

    var job = Jobs.of(given.work(), given.settings());

    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, Serialization.asYaml(job).replaceFirst("^---\n", ""));
    }
    assertThat(Serialization.asYaml(job)).isEqualTo("---\n" + Files.readString(golden));
  }

  @Test
  void noFileIsUnused() throws IOException {
    var expected = new TreeSet<String>();
    cases().forEach(name -> expected.addAll(List.of(name + INPUT, name + OUTPUT)));
    assertThat(files()).hasSizeGreaterThanOrEqualTo(8).containsExactlyElementsOf(expected);
  }

  private static List<String> cases() throws IOException {
    return files().stream()
        .filter(file -> file.endsWith(INPUT))
        .map(file -> file.substring(0, file.length() - INPUT.length()))
        .toList();
  }

  private static TreeSet<String> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var names = new TreeSet<String>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }
}
