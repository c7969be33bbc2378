package dev.facsimile.operator.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that install the operator, and what helm and kubectl make of them where they are. */
final class Installation {
  static final Path ROOT = Path.of(System.getProperty("facsimile.root"));
  static final Path CHART = ROOT.resolve("charts/facsimile");
  static final Path MANIFESTS = ROOT.resolve("manifests");

  private Installation() {}

  /** How a command ended. */
  record Ended(int code, String output) {}

  static boolean has(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** {@code helm template} of the chart for the release "facsimile". */
  static Ended render(Path values) {
    return run(
        "helm",
        "template",
        "facsimile",
        CHART.toString(),
        "--kube-version=1.33.0",
        "--namespace=facsimile-system",
        "--values=" + values);
  }

  static Ended run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> filesIn(Path folder) {
    try (var files = Files.list(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(String yaml) {
    var loaded = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml);
    return StreamSupport.stream(loaded.spliterator(), false)
        .filter(Map.class::isInstance)
        .map(document -> (Map<String, Object>) document)
        .toList();
  }

  /** The one document of a kind, and of a name where there are several. */
  static Map<String, Object> find(List<Map<String, Object>> documents, String kind, String name) {
    return documents.stream()
        .filter(document -> kind.equals(document.get("kind")))
        .filter(document -> at(document, "metadata", "name").toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** What stands at a path of keys and indices. */
  static Object at(Object value, Object... path) {
    for (var step : path) {
      value =
          value instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) value).get(step);
    }
    return value;
  }
}
