package dev.facsimile.worker.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NumpyRandomTest {
  @Test
  void firstWordIsThatOfTheGeneratorsAuthors() {
    assertThat(Integer.toUnsignedLong(new NumpyRandom(5489).nextInt())).isEqualTo(3499211612L);
  }

  @Test
  void tenThousandthWordIsThatOfTheStandardLibraryOfCpp() {
    var random = new NumpyRandom(5489);
    int word = 0;
    for (int i = 0; i < 10_000; i++) {
      word = random.nextInt();
    }

    assertThat(Integer.toUnsignedLong(word)).isEqualTo(4123659995L);
  }

  @Test
  void normalNumbersOfSeed42AreNumpys() {
    var random = new NumpyRandom(42);
    double[] expected = {0.4967, -0.1383, 0.6477, 1.5230, -0.2342, -0.2341, 1.5792, 0.7674};

    for (double number : expected) {
      assertThat(random.gaussian()).isCloseTo(number, within(5e-5));
    }
  }

  @Test
  void orderOfTenNumbersOfSeed0IsNumpys() {
    assertThat(new NumpyRandom(0).permutation(10)).containsExactly(2, 8, 4, 9, 1, 6, 7, 3, 0, 5);
  }
}
