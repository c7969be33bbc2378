package dev.facsimile.worker.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
  private final LogTail tail = new LogTail(20);
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @Test
  void whatFitsIsKeptWholeAndStillShown() {
    var out = tail.copying(screen);
    var err = tail.copying(screen);

    out.print("one\n");
    err.print("two é\n");

    assertThat(kept()).isEqualTo("one\ntwo é\n");
    assertThat(screen.toString(UTF_8)).isEqualTo(kept());
  }

  @Test
  void ofMoreTheLastWholeLinesAreKept() {
    var out = tail.copying(screen);

    for (int line = 0; line < 1000; line++) {
      out.print("line " + line + "\n");
    }

    assertThat(kept()).isEqualTo("line 998\nline 999\n");
    assertThat(screen.toString(UTF_8)).startsWith("line 0\n").endsWith(kept());
  }

  @Test
  void oneLineThatIsLongerThanTheTailIsCut() {
    tail.copying(screen).print("x".repeat(30) + "0123456789");

    assertThat(kept()).isEqualTo("x".repeat(10) + "0123456789");
  }

  private String kept() {
    return new String(tail.bytes(), UTF_8);
  }
}
