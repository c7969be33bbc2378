package dev.facsimile.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineReaderTest {
  private static final String HEAD =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: one}
      """;

  @TempDir Path folder;

  @Test
  void otherObjectsArePassedOverWithANote() {
    var text =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\n" + HEAD + "spec: {}\n---\n";
    var document = PipelineReader.read(text);
    assertThat(document.name()).isEqualTo("one");
    assertThat(document.notes()).containsExactly("passed over Secret of v1");
  }

  @Test
  void kubernetesMetadataIsAccepted() {
    var text =
        HEAD.replace(
                "{name: one}",
                "{name: one, namespace: team, labels: {a: b}, annotations: {c/d: e},"
                    + " generation: 3, uid: x, managedFields: [], finalizers: []}")
            + "spec: {}\nstatus: {phase: Done}\n";
    var document = PipelineReader.read(text);
    assertThat(document.problems()).isEmpty();
    assertThat(document.namespace()).isEqualTo("team");
  }

  @Test
  void severalPipelinesNeedAName() throws IOException {
    var file = folder.resolve("two.yaml");
    Files.writeString(
        file, HEAD + "spec: {}\n---\n" + HEAD.replace("one", "two") + "spec: {suspend: true}\n");
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> PipelineReader.read(file))
        .withMessageContaining("one, two");
    var chosen = PipelineReader.read(file, Optional.of("two"));
    assertThat(chosen.spec().get("suspend").booleanValue()).isTrue();
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> PipelineReader.read(file, Optional.of("tow")))
        .withMessageContaining("did you mean \"two\"?");
  }

  @Test
  void jsonAndListsOfObjectsAreRead() {
    var json =
        "{\"apiVersion\":\"facsimile.dev/v1alpha1\",\"kind\":\"Pipeline\","
            + "\n\t\"metadata\":{\"name\":\"j\"},\"spec\":{}}";
    assertThat(PipelineReader.read(json).name()).isEqualTo("j");
    var list = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + json + "]}";
    assertThat(PipelineReader.read(list).name()).isEqualTo("j");
  }

  @Test
  void anchorsAndMergeKeysAreResolved() {
    var document =
        PipelineReader.read(
            HEAD
                + """
                spec:
                  a: &base {p: 1, q: 2}
                  b: {<<: *base, q: 3}
                  c: *base
                """);
    assertThat(document.spec().toString())
        .isEqualTo("{\"a\":{\"p\":1,\"q\":2},\"b\":{\"q\":3,\"p\":1},\"c\":{\"p\":1,\"q\":2}}");
  }

  @Test
  void scalarsHaveTheTypesOfYaml() {
    var document =
        PipelineReader.read(
            HEAD
                + "spec: {a: 0x10, b: 010, c: 1_000, d: yes, e: ~, f: 1e-3, g: '7', h: 2001-01-01,"
                + " i: 12:30, j: -5, k: 0b11, l: .inf, m: 123456789012345678901}\n");
    var spec = document.spec();
    assertThat(spec.get("a").intValue()).isEqualTo(16);
    assertThat(spec.get("b").intValue()).isEqualTo(8);
    assertThat(spec.get("c").intValue()).isEqualTo(1000);
    assertThat(spec.get("d").booleanValue()).isTrue();
    assertThat(spec.get("e").isNull()).isTrue();
    assertThat(spec.get("f").doubleValue()).isEqualTo(0.001);
    assertThat(spec.get("g").textValue()).isEqualTo("7");
    assertThat(spec.get("h").textValue()).isEqualTo("2001-01-01");
    assertThat(spec.get("i").textValue()).isEqualTo("12:30");
    assertThat(spec.get("j").intValue()).isEqualTo(-5);
    assertThat(spec.get("k").intValue()).isEqualTo(3);
    assertThat(spec.get("l").doubleValue()).isInfinite();
    assertThat(spec.get("m").isBigInteger()).isTrue();
  }

  @Test
  void byteOrderMarkAndUnicodeAreRead() throws IOException {
    var file = folder.resolve("bilder \u00e9.yaml");
    Files.writeString(file, "\uFEFF" + HEAD + "spec: {a: \u00fcber}\n");
    assertThat(PipelineReader.read(file).spec().get("a").textValue()).isEqualTo("\u00fcber");
  }

  @Test
  void syntaxErrorsHaveLineAndColumn() {
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> PipelineReader.read(HEAD + "spec:\n\ta: 1\n"))
        .withMessageContaining("tabs")
        .withMessageContaining("column 1")
        .withMessageContaining("(line 5)");
  }

  @Test
  void filesThatAreNoneAreExplained() throws IOException {
    assertThatExceptionOfType(TaskException.class)
        .isThrownBy(() -> PipelineReader.read(folder.resolve("none.yaml")))
        .withMessageContaining("none.yaml")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION));
    assertThatExceptionOfType(TaskException.class).isThrownBy(() -> PipelineReader.read(folder));
    var latin = folder.resolve("latin.yaml");
    Files.write(latin, "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> PipelineReader.read(latin))
        .withMessageContaining("not UTF-8");
    var large = folder.resolve("large.yaml");
    Files.writeString(large, "#".repeat((1 << 20) + 1));
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> PipelineReader.read(large))
        .withMessageContaining("1 MiB");
  }
}
