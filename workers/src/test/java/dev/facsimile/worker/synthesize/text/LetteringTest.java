package dev.facsimile.worker.synthesize.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.artifact.Digests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetteringTest {
  @Test
  void aLetterIsWhereItIsPutAndAsBigAsItsFontSays() {
    // In Noto Sans, H is 714 of 1000 units high, its stems stand at 98 and 643, its ascender at
    // 1069.
    var mask = Lettering.mask("H", 100, 10, 20, 1, 120, 160);

    int left = 120;
    int right = 0;
    int top = 160;
    int bottom = 0;
    for (int y = 0; y < 160; y++) {
      for (int x = 0; x < 120; x++) {
        if ((mask[120 * y + x] & 255) > 127) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    assertThat(left).isCloseTo(10 + 10, within(1));
    assertThat(right).isCloseTo(10 + 64, within(1));
    assertThat(bottom).isCloseTo(20 + 107, within(1));
    assertThat(top).isCloseTo(20 + 107 - 71, within(1));
  }

  @Test
  void widthsAddUp() {
    assertThat(Lettering.width("abc"))
        .isCloseTo(
            Lettering.width("a") + Lettering.width("b") + Lettering.width("c"), within(1e-12));
    assertThat(Lettering.width("i")).isLessThan(Lettering.width("W"));
  }

  @Test
  void theNulCharacterDrawsNothing() {
    assertThat(Lettering.mask("\0", 40, 5, 5, 1, 60, 60)).containsOnly(0);
  }

  @Test
  void textThatStartsOutsideTheCanvasDrawsNothing() {
    assertThat(Lettering.mask("text", 20, 60, 5, 1, 60, 60)).containsOnly(0);
  }

  @Test
  void lettersOfSeveralPartsAreDrawn() {
    // é is e with an accent above: more ink than e alone, and all of the ink of e.
    var e = Lettering.mask("e", 60, 5, 5, 1, 60, 100);
    var accented = Lettering.mask("é", 60, 5, 5, 1, 60, 100);

    int more = 0;
    for (int i = 0; i < e.length; i++) {
      assertThat(accented[i] & 255).isGreaterThanOrEqualTo(e[i] & 255);
      more += (accented[i] & 255) > (e[i] & 255) ? 1 : 0;
    }
    assertThat(more).isGreaterThan(20);
  }

  /** The same bytes on every JDK and machine. */
  @ParameterizedTest
  @CsvSource({
    "Quick Ærøskøbing 0123, 23.5, d21c12c834d08166c1eb0d6e82aa70dee38b8b0164952979ebb3e4a912737d8a",
    "كتاب ٧٨٩ ـٔ؟, 31.25, 04288dba723bb19d10ab6ab79d9bf36a582ee58bef6748c43eccfdefbb658fa7"
  })
  @Tag("golden")
  void masksAreTheSameEverywhere(String text, double size, String digest) {
    var mask = Lettering.mask(text, size, 3.3, 1.7, 0.8, 160, 64);

    assertThat(Digests.sha256(mask)).isEqualTo(digest);
  }
}
