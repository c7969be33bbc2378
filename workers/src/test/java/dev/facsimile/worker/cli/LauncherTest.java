package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a program in Java's place that says how it was called. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        -version) echo 'openjdk version "17.0.1" 2021-10-19' >&2 ;;
        *--version) ;;
        *) echo "LC_ALL=$LC_ALL"; for argument; do echo "<$argument>"; done; exit 65 ;;
      esac
      """;

  @TempDir private Path home;

  @BeforeEach
  void aBuiltCheckout() throws Exception {
    var root = Path.of(System.getProperty("facsimile.root"));
    Files.copy(root.resolve("facsimile"), home.resolve("facsimile"));
    for (var folder : new String[] {"pipelines/src/main", "workers/src/main", "workers/target"}) {
      Files.createDirectories(home.resolve(folder));
    }
    for (var file : new String[] {"pom.xml", "pipelines/pom.xml", "workers/pom.xml"}) {
      Files.createFile(home.resolve(file));
    }
    var jar = Files.createFile(home.resolve("workers/target/facsimile.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    var java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, JAVA);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aBareLocaleStillOpensNamesWithAccents() throws Exception {
    // given a shell without LANG and LC_ALL, in which Java could not open é.jpg
    var builder =
        new ProcessBuilder("bash", home.resolve("facsimile").toString(), "run", "a b/\u00e9.yaml");
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());

    // when the launcher runs
    var process = builder.redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // then Java gets a UTF-8 locale, the arguments as they were, and its exit code comes back
    assertThat(printed).contains("LC_ALL=C.UTF-8\n").endsWith("<run>\n<a b/\u00e9.yaml>\n");
    assertThat(process.waitFor()).isEqualTo(65);
  }
}
