package dev.facsimile.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong();

  @Test
  void throwsTheWarmUpAwayAndMeasuresForTheWholeTime() throws Exception {
    // given a watch for nine seconds, and work that takes 10 s at first and 2 s later, on one core
    var runs = new ArrayList<Long>();
    var watch = new Stopwatch(9, clock::get, clock::get);

    // when it is timed
    var timings =
        watch.time(
            () -> {
              long took = runs.isEmpty() ? 10 * SECOND : 2 * SECOND;
              runs.add(took);
              clock.addAndGet(took);
            });

    // then the first run does not count and five runs fill the time
    assertThat(runs).hasSize(6);
    assertThat(timings.seconds()).containsExactly(2.0, 2.0, 2.0, 2.0, 2.0);
    assertThat(timings.cores()).isCloseTo(1, within(1e-12));
  }

  @Test
  void warmsUpForAThirdOfTheTime() throws Exception {
    var runs = new int[1];
    var watch = new Stopwatch(9, clock::get, () -> 0);

    var timings =
        watch.time(
            () -> {
              runs[0]++;
              clock.addAndGet(SECOND);
            });

    assertThat(runs[0]).isEqualTo(3 + 9);
    assertThat(timings.repetitions()).isEqualTo(9);
  }

  @Test
  void repeatsSlowWorkThreeTimes() throws Exception {
    var watch = new Stopwatch(1, clock::get, () -> 0);

    var timings = watch.time(() -> clock.addAndGet(60 * SECOND));

    assertThat(timings.seconds()).containsExactly(60.0, 60.0, 60.0);
  }

  @Test
  void aRateIsThatOfTheMedianRepetition() {
    var timings = new Timings(List.of(4.0, 1.0, 2.0, 8.0), 15);

    var figure = Figure.rate("rate", timings, 12, "images/s", "twelve pictures");

    assertThat(figure.value()).isEqualTo(4);
    assertThat(figure.slowest()).isEqualTo(1.5);
    assertThat(figure.fastest()).isEqualTo(12);
    assertThat(figure.cores()).isEqualTo(1);
    assertThat(Figure.milliseconds("time", timings, "ms/step", "").value()).isEqualTo(3000);
  }
}
