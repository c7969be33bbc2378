package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which folders a process writes to. */
class FoldersTest {
  @Test
  void thoseOfTheEnvironmentWhereNobodyHasToldJavaOthers() {
    var pod = Map.of("TMPDIR", "/work", "HOME", "/work/home");

    assertThat(Facsimile.folders(pod, "/tmp"))
        .isEqualTo(Map.of("java.io.tmpdir", "/work", "user.home", "/work/home"));
    assertThat(Facsimile.folders(pod, "/my/own")).isEqualTo(Map.of("user.home", "/work/home"));
    assertThat(Facsimile.folders(Map.of("TMPDIR", ""), "/tmp")).isEmpty();
  }
}
