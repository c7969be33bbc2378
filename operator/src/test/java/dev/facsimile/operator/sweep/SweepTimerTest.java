package dev.facsimile.operator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When rounds are made. */
class SweepTimerTest {
  @Test
  void itMakesRoundsUntilItIsStoppedInTheMiddleOfOne() throws InterruptedException {
    var second = new CountDownLatch(2);
    var stopped = new CountDownLatch(1);
    var timer =
        new SweepTimer(
            () -> {
              second.countDown();
              try {
                if (second.getCount() == 0) {
                  new CountDownLatch(1).await();
                }
              } catch (InterruptedException e) {
                stopped.countDown();
              }
            },
            settings(Duration.ofSeconds(1)));

    timer.start();
    timer.start();
    assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    timer.stop();

    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anIntervalOfZeroMakesNoRound() {
    var rounds = new AtomicInteger();
    var timer = new SweepTimer(rounds::incrementAndGet, settings(Duration.ZERO));

    timer.start();
    timer.stop();

    assertThat(settings(Duration.ZERO).isOff()).isTrue();
    assertThat(rounds).hasValue(0);
  }

  @Test
  void itIsLookedOftenEnoughAndNeverAllTheTime() {
    assertThat(settings(Duration.ofDays(30)).tick()).isEqualTo(Duration.ofHours(1));
    assertThat(settings(Duration.ofHours(12)).tick()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings(Duration.ofMillis(1)).tick()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void namespacesComeApartByUpToATenthOfTheInterval() {
    var settings = settings(Duration.ofHours(10));
    var pauses =
        IntStream.range(0, 50).mapToObj(i -> settings.pause("team-" + i * i)).distinct().toList();

    assertThat(pauses)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofHours(10), Duration.ofHours(11)));
    assertThat(settings.pause("team-1")).isEqualTo(settings.pause("team-1"));
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> settings(Duration.ofHours(-1)))
        .hasMessageContaining("facsimile.sweep.interval");
  }

  private static SweepSettings settings(Duration interval) {
    return new SweepSettings(interval, Duration.ofDays(7), Set.of());
  }
}
