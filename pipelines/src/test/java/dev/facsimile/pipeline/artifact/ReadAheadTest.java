package dev.facsimile.pipeline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  @Test
  void itemsComeInOrderAndFewLieWaiting() throws Exception {
    var items = IntStream.range(0, 200).map(i -> i % 40).boxed().toList();
    var waiting = new AtomicLong();
    var most = new AtomicLong();
    try (var ahead =
        new ReadAhead<Integer, byte[]>(
            items,
            size -> size,
            size -> {
              most.accumulateAndGet(waiting.addAndGet(size), Math::max);
              return new byte[size];
            },
            4,
            100)) {
      for (int size : items) {
        assertThat(ahead.hasNext()).isTrue();
        assertThat(ahead.next()).hasSize(size);
        waiting.addAndGet(-size);
      }
      assertThat(ahead.hasNext()).isFalse();
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    // The item in the consumer's hand is not among the waiting ones.
    assertThat(most.get()).isBetween(40L, 140L);
  }

  @Test
  void anItemLargerThanTheLimitComesAlone() throws Exception {
    try (var ahead = new ReadAhead<Integer, byte[]>(List.of(500, 1), i -> i, byte[]::new, 2, 100)) {
      assertThat(ahead.next()).hasSize(500);
      assertThat(ahead.next()).hasSize(1);
    }
  }

  @Test
  void aFailureIsThrownWhereItsItemWouldCome() throws Exception {
    try (var ahead =
        new ReadAhead<Integer, byte[]>(
            List.of(1, 2, 3),
            i -> i,
            i -> {
              if (i == 2) {
                throw new IOException("broken");
              }
              return new byte[i];
            },
            3,
            100)) {
      assertThat(ahead.next()).hasSize(1);
      assertThatThrownBy(ahead::next).isInstanceOf(IOException.class).hasMessage("broken");
    }
  }
}
