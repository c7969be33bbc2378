package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.worker.bench.part.Parts;
import dev.facsimile.worker.image.codec.ImageDecoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class BenchCommandTest {
  private static final List<String> TINY =
      List.of(
          "bench",
          "--seconds=0.05",
          "--pictures=48x32,24x16",
          "--width=4",
          "--scales=32,48",
          "--batch=2",
          "--size=32",
          "--ids-per-batch=2",
          "--views-per-id=2",
          "--queries=20",
          "--references=200",
          "--dimensions=16",
          "--neighbours=3",
          "--object-kb=64",
          "--small-objects=5",
          "--threads=1");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... more) {
    var arguments = new ArrayList<>(TINY);
    arguments.addAll(List.of(more));
    return Facsimile.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void measuresEveryPart() throws Exception {
    // given a store of the user's own, with an object in it
    var json = folder.resolve("bench.json");
    var store = Files.createDirectories(folder.resolve("store"));
    Files.writeString(store.resolve("mine.txt"), "mine");

    // when everything is measured
    int code = run("--json=" + json, "--store=" + store);

    // then every part has figures, none of them nought
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    var results = new ObjectMapper().readTree(json.toFile());
    assertThat(results.at("/machine/cores").asInt()).isPositive();
    assertThat(results.at("/machine/engine").asText()).startsWith("PyTorch ");
    var figures = results.get("figures");
    assertThat(figures.fieldNames()).toIterable().containsExactlyElementsOf(Parts.NAMES);
    for (var part : figures) {
      assertThat(part).isNotEmpty().allSatisfy(BenchCommandTest::isMeasured);
      part.forEach(figure -> assertThat(out.toString()).contains(figure.get("name").asText()));
    }
    // and nothing of it is left in the store
    try (var left = Files.walk(store)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(store.resolve("mine.txt"));
    }
  }

  private static void isMeasured(JsonNode figure) {
    assertThat(figure.get("value").asDouble()).isPositive().isFinite();
    assertThat(figure.get("slowest").asDouble()).isPositive();
    assertThat(figure.get("fastest").asDouble()).isPositive();
    assertThat(figure.get("repetitions").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(figure.get("unit").asText()).isNotEmpty();
    assertThat(figure.get("input").asText()).isNotEmpty();
  }

  @Test
  void measuresOnlyWhatIsAskedForAndWritesItsInput() throws Exception {
    var json = folder.resolve("bench.json");
    var pictures = folder.resolve("pictures");

    int code = run("--only=decode", "--json=" + json, "--write-input=" + pictures);

    assertThat(code).isZero();
    var figures = new ObjectMapper().readTree(json.toFile()).get("figures");
    assertThat(figures.fieldNames()).toIterable().containsExactly("decode");
    var first = ImageDecoder.decode(Files.readAllBytes(pictures.resolve("48x32-0.jpg")));
    assertThat(first.width()).isEqualTo(48);
    try (var files = Files.list(pictures)) {
      assertThat(files).hasSize(16);
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(run("--only=viewz")).isEqualTo(2);
    assertThat(err.toString()).contains("\"viewz\" is none of views, decode");
  }

  @Test
  void refusesSizesThatAreNone() {
    assertThat(
            Facsimile.commandLine()
                .setErr(new PrintWriter(err))
                .execute("bench", "--pictures", "12"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("\"12\" is no size like 1024x768");
  }
}
