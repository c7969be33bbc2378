package dev.facsimile.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import dev.facsimile.worker.parity.Fixtures;

/** Pictures in fixture folders, and how they are compared. */
final class ImageFixtures {
  private ImageFixtures() {}

  static Pixels picture(Fixtures fixtures, String file) {
    try {
      return ImageDecoder.decode(fixtures.bytes(file));
    } catch (RejectedImageException e) {
      throw new AssertionError(file, e);
    }
  }

  static void assertWithin(Pixels actual, Pixels expected, int tolerance, String what) {
    assertThat(actual.width() + "x" + actual.height() + "x" + actual.channels())
        .as(what)
        .isEqualTo(expected.width() + "x" + expected.height() + "x" + expected.channels());
    int different = 0;
    int largest = 0;
    for (int i = 0; i < actual.data().length; i++) {
      int difference = Math.abs((actual.data()[i] & 255) - (expected.data()[i] & 255));
      largest = Math.max(largest, difference);
      different += difference > tolerance ? 1 : 0;
    }
    assertThat(different)
        .as("%s: samples off by more than %d (at most %d)", what, tolerance, largest)
        .isZero();
  }

  static void assertSourcesExist(Fixtures fixtures) {
    for (var row : fixtures.csv("sources.csv")) {
      assertThat(fixtures.exists(row.get("file"))).as(row.get("file")).isTrue();
    }
  }
}
