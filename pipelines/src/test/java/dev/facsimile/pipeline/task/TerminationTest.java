package dev.facsimile.pipeline.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminationTest {
  @Test
  void isFoundBehindTheLinesOfALog() {
    // given a container that had no termination log, so that Kubernetes kept the end of its output
    var last =
        new Termination(74, "the model is damaged", List.of("ns/artifacts/train/a"), 12, null);

    // when
    var found = Termination.parse("step 1\nstep 2\n" + last.line() + "\n");

    // then
    assertThat(found).contains(last);
  }

  @Test
  void staysOneLineWithinWhatKubernetesKeeps() {
    // given
    var keys = IntStream.range(0, 100).mapToObj(i -> "ns/artifacts/extract/" + i).toList();
    var words = new Termination(74, "é\n" + "long \n".repeat(2000), keys, 1, "ns/log");

    // when
    var line = words.line();

    // then
    assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(2048);
    assertThat(line).doesNotContain("\n");
    var read = Termination.parse(line).orElseThrow();
    assertThat(read.code()).isEqualTo(74);
    assertThat(read.message()).startsWith("é long long").endsWith(" ...");
    assertThat(read.log()).isEqualTo("ns/log");
  }

  @Test
  void isAbsentWhereTheProcessHadNoTimeForIt() {
    assertThat(Termination.parse("")).isEmpty();
    assertThat(Termination.parse("Killed")).isEmpty();
    assertThat(Termination.parse("{\"code\":7")).isEmpty();
  }
}
