package dev.facsimile.worker.synthesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void resultsComeInTheOrderOfTheItems(int threads) throws Exception {
    var results = new ArrayList<Integer>();

    InOrder.forEach(ITEMS, threads, i -> i * i, results::add);

    assertThat(results).isEqualTo(ITEMS.stream().map(i -> i * i).toList());
  }

  @Test
  void fewResultsWaitWhileTheFirstIsNotTaken() throws Exception {
    var firstMayEnd = new CountDownLatch(1);
    var started = new AtomicInteger();
    var most = new AtomicInteger();

    InOrder.forEach(
        ITEMS,
        2,
        i -> {
          started.incrementAndGet();
          if (i == 0) {
            await(firstMayEnd);
          } else if (i == 3) {
            most.set(started.get());
            firstMayEnd.countDown();
          }
          return i;
        },
        i -> {});

    assertThat(most.get()).isEqualTo(4);
  }

  @Test
  void anErrorOfTheWorkReachesTheCaller() {
    assertThatThrownBy(
            () ->
                InOrder.forEach(
                    ITEMS,
                    2,
                    i -> {
                      if (i == 5) {
                        throw new IOException("disk");
                      }
                      return i;
                    },
                    i -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
