package dev.facsimile.pipeline.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final Keys KEYS = new Keys("team");

  @Test
  void aPersonFindsThingsWhereTheDesignSaysTheyLie() {
    assertThat(KEYS.artifact("extract", "f0")).isEqualTo("team/artifacts/extract/f0");
    assertThat(KEYS.share("extract", "f1")).isEqualTo("team/artifacts/extract/shares/f1");
    assertThat(KEYS.work("f0")).isEqualTo("team/work/f0");
    assertThat(KEYS.run("isc21", "isc21-4")).isEqualTo("team/pipelines/isc21/runs/isc21-4");
    assertThat(KEYS.release("production")).isEqualTo("team/releases/production.json");
    assertThat(Keys.manifest(KEYS.work("f0"))).isEqualTo("team/work/f0/manifest.json");
    assertThat(KEYS.relative(KEYS.artifact("extract", "f0"))).isEqualTo("artifacts/extract/f0");
    assertThatThrownBy(() -> KEYS.relative("other/x")).hasMessageContaining("team");
    assertThatThrownBy(() -> KEYS.release("../x")).hasMessageContaining("../x");
    assertThatThrownBy(() -> new Keys("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void theOrderIsThatOfTheBytes(@ForAll("texts") String a, @ForAll("texts") String b) {
    int expected = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    assertThat(Integer.signum(Keys.BYTE_ORDER.compare(a, b))).isEqualTo(Integer.signum(expected));
  }

  @Provide
  Arbitrary<String> texts() {
    var codePoints =
        Arbitraries.of(
            "a", "b", "/", "\u00e9", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00", "\ud800\udc00");
    return codePoints.list().ofMaxSize(4).map(all -> String.join("", all));
  }
}
