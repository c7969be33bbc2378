package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final long SECOND = 1_000_000_000L;

  private final StringWriter screen = new StringWriter();
  private long now;

  @Test
  void plainLinesForStartEndAndEveryTwentySeconds() {
    var console = console(false);

    console.note("hello");
    console.started("model", "train", "epochs 2 → 3");
    now = 10 * SECOND;
    console.progressed("model", 10, 100, "steps");
    now = 25 * SECOND;
    console.figure("model", "loss", 1.23456);
    console.progressed("model", 50, 100, "steps");
    now = 30 * SECOND;
    console.progressed("model", 60, 100, "steps");
    console.finished("model", "train", false, Map.of("images", 7L), Duration.ofSeconds(200), "key");

    assertThat(screen.toString().lines())
        .containsExactly(
            "hello",
            "  model     train      runs: epochs 2 → 3",
            "  model                50/100 steps  2.00/s  ETA 25.0 s  loss 1.23",
            "✓ model     train      7 images, 3 min 20 s");
  }

  @Test
  void oneLiveLineOnATerminal() {
    var console = console(true);

    console.started("model", "train", "first run");
    now = SECOND / 20;
    console.progressed("model", 1, 4, "steps");
    now = SECOND;
    console.progressed("model", 2, 4, "steps");
    console.finished("model", "train", false, new TreeMap<>(), Duration.ofMillis(4100), "key");

    assertThat(screen.toString().split("\r\u001B\\[2K"))
        .containsExactly(
            "",
            "… model     train      first run",
            "… model                ██████████░░░░░░░░░░ 2/4 steps  2.00/s  ETA 1.0 s",
            "✓ model     train      4.1 s" + System.lineSeparator());
  }

  @Test
  void aNoteClosesTheLiveLine() {
    var console = console(true);

    console.started("model", "train", "first run");
    console.note("something");

    assertThat(screen.toString()).endsWith("\r\u001B[2Ksomething" + System.lineSeparator());
  }

  @Test
  void whatIsCachedSaysSo() {
    console(false).finished("a", "match", true, Map.of("pairs", 3L), Duration.ZERO, "key");

    assertThat(screen.toString()).contains("3 pairs, cached");
  }

  @Test
  void aTotalThatNobodyKnowsHasNoBarAndNoEnd() {
    var console = console(true);
    console.started("a", "match", "first run");
    now = SECOND;

    console.progressed("a", 5, 0, "pairs");

    assertThat(screen.toString()).endsWith("5 pairs  5.00/s");
  }

  @Test
  void numbersAndDurationsReadWell() {
    assertThat(Console.significant(123.4)).isEqualTo("123");
    assertThat(Console.significant(12.34)).isEqualTo("12.3");
    assertThat(Console.significant(-1.234)).isEqualTo("-1.23");
    assertThat(Console.significant(0.1234)).isEqualTo("0.123");
    assertThat(Console.human(Duration.ofMillis(59_900))).isEqualTo("59.9 s");
    assertThat(Console.human(Duration.ofSeconds(60))).isEqualTo("1 min 0 s");
    assertThat(Console.human(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }

  private Console console(boolean live) {
    return new Console(new PrintWriter(screen), live, 8, () -> now);
  }
}
