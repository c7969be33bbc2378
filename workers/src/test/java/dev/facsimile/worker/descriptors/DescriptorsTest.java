package dev.facsimile.worker.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  @Test
  void partsAreJoinedInOrderAndAnIdInTwoPartsIsRefused() {
    var first = Descriptors.of(List.of("b"), new float[] {1, 2}, 2);
    var second = Descriptors.of(List.of("a"), new float[] {3, 4}, 2);

    var joined = Descriptors.concat(List.of(first, second));

    assertThat(joined.ids()).containsExactly("b", "a");
    assertThat(joined.vector(1)).containsExactly(3, 4);
    assertThat(joined.rowsById()).containsExactly(1, 0);
    assertThatThrownBy(() -> Descriptors.concat(List.of(first, first)))
        .hasMessageContaining("\"b\" occurs twice");
    assertThatThrownBy(
            () ->
                Descriptors.concat(
                    List.of(first, Descriptors.of(List.of("c"), new float[] {1}, 1))))
        .hasMessageContaining("2 and of 1 dimensions");
  }

  @Test
  void sizesMustFit() {
    assertThatThrownBy(() -> Descriptors.of(List.of("a"), new float[3], 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Descriptors.of(List.of("a"), new float[][] {{1}}, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spacesTellPartsApartAndDifferentOnesAreRefusedByName() {
    assertThat(Space.derive("ab", "c"))
        .hasSize(64)
        .isEqualTo(Space.derive("ab", "c"))
        .isNotEqualTo(Space.derive("a", "bc"))
        .isNotEqualTo(Space.derive("abc"));

    var one = Optional.of(Space.derive("one"));
    var other = Optional.of(Space.derive("other"));
    Space.requireSame("match.queries", one, "match.references", one);
    Space.requireSame("match.queries", one, "match.references", Optional.empty());
    assertThatThrownBy(() -> Space.requireSame("match.queries", one, "match.references", other))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("match.queries")
        .hasMessageContaining("match.references")
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  @Test
  void lookup3HashesAsItsAuthorSays() {
    // the values in the comments and self-test of lookup3.c (initial value 0)
    var text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);

    assertThat(Lookup3.hash(new byte[0], 0)).isEqualTo(0xdeadbeef);
    assertThat(Lookup3.hash(text, text.length)).isEqualTo(0x17770551);
  }
}
