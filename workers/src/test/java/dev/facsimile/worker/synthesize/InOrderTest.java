package dev.facsimile.worker.synthesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
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
  void fewItemsAreTakenBeforeTheirTurn() throws Exception {
    var accepted = new int[1];
    var most = new int[1];
    var watched =
        new AbstractList<Integer>() {
          @Override
          public Integer get(int index) {
            most[0] = Math.max(most[0], index + 1 - accepted[0]);
            return index;
          }

          @Override
          public int size() {
            return ITEMS.size();
          }
        };

    InOrder.forEach(watched, 2, i -> i, i -> accepted[0]++);

    assertThat(accepted[0]).isEqualTo(ITEMS.size());
    assertThat(most[0]).as("four waiting and one in hand").isEqualTo(5);
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
}
