package dev.facsimile.operator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Runs Argo CD's health checks on resources, from the files that Argo CD's own test would read:
 * {@code health.lua}, {@code health_test.yaml} and {@code testdata} of a kind.
 */
class ArgoHealthTest {
  private static final Path KINDS =
      Path.of(System.getProperty("facsimile.root"), "manifests/argocd/facsimile.dev");

  @TestFactory
  Stream<DynamicTest> aResourceHasTheHealthThatItsConditionsTell() throws IOException {
    return kinds().stream().flatMap(kind -> cases(kind).stream().map(c -> test(kind, c)));
  }

  @TestFactory
  Stream<DynamicTest> noResourceIsForgotten() throws IOException {
    return kinds().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.getFileName().toString(),
                    () ->
                        assertThat(cases(kind))
                            .extracting(c -> kind.resolve((String) c.get("inputPath")))
                            .containsExactlyInAnyOrderElementsOf(
                                filesIn(kind.resolve("testdata")))));
  }

  private static DynamicTest test(Path kind, Map<String, Object> testCase) {
    var input = kind.resolve((String) testCase.get("inputPath"));
    return DynamicTest.dynamicTest(
        kind.getFileName() + " " + input.getFileName(),
        () -> {
          var health = health(kind.resolve("health.lua"), yaml(input));
          assertThat(
                  Map.of(
                      "status", health.get("status").checkjstring(),
                      "message", health.get("message").checkjstring()))
              .isEqualTo(testCase.get("healthStatus"));
        });
  }

  /** What a script answers, with no more of Lua's library than Argo CD offers. */
  private static LuaTable health(Path script, Object resource) throws IOException {
    var globals = new Globals();
    globals.load(new JseBaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new StringLib());
    for (var forbidden : List.of("package", "require", "dofile", "loadfile", "load", "print")) {
      globals.set(forbidden, LuaValue.NIL);
    }
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(resource));
    return globals.load(Files.readString(script), script.toString()).call().checktable();
  }

  private static LuaValue lua(Object value) {
    if (value instanceof Map<?, ?> map) {
      var table = new LuaTable();
      map.forEach((key, member) -> table.set(key.toString(), lua(member)));
      return table;
    }
    if (value instanceof List<?> list) {
      var table = new LuaTable();
      list.forEach(member -> table.set(table.length() + 1, lua(member)));
      return table;
    }
    if (value instanceof Boolean flag) {
      return LuaValue.valueOf(flag);
    }
    if (value instanceof Number number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    return value == null ? LuaValue.NIL : LuaValue.valueOf(value.toString());
  }

  private static List<Path> kinds() throws IOException {
    var kinds = filesIn(KINDS);
    assertThat(kinds).extracting(p -> p.getFileName().toString()).contains("Pipeline");
    return kinds;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> cases(Path kind) {
    var document = (Map<String, Object>) yaml(kind.resolve("health_test.yaml"));
    return (List<Map<String, Object>>) document.get("tests");
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static Object yaml(Path file) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
