package dev.facsimile.pipeline.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.TaskException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CsvTest {
  private static final List<String> HEADER = List.of("id", "path");

  @Property(tries = 300)
  void anyTextSurvives(@ForAll @Size(max = 20) List<@Size(2) List<@From("text") String>> rows)
      throws IOException {
    var written = Csv.bytes(HEADER, rows);

    assertThat(read(written)).isEqualTo(rows);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().filter(value -> value.chars().noneMatch(CsvTest::isSurrogate));
  }

  private static boolean isSurrogate(int c) {
    return Character.isSurrogate((char) c);
  }

  @Example
  void plainValuesStandWithoutQuotes() {
    var written =
        Csv.bytes(HEADER, List.of(List.of("a b/\u00e9", "x.jpg"), List.of("c,\"d\"", "")));

    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo("id,path\na b/\u00e9,x.jpg\n\"c,\"\"d\"\"\",\n");
  }

  @Example
  void blanksAndMarksAtTheEndsOfAValueStay() throws IOException {
    var rows = List.of(List.of(" a ", "\t"), List.of("#", "  "), List.of(" \"b\"", "'c'\\"));

    assertThat(read(Csv.bytes(HEADER, rows))).isEqualTo(rows);
  }

  @Example
  void aRowOfAnotherWidthOrWithAnInexactNumberIsNotWritten() {
    assertThatThrownBy(() -> Csv.bytes(HEADER, List.of(List.of("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 values for 2 columns");
    assertThatThrownBy(
            () -> {
              try (var csv = new CsvWriter(new ByteArrayOutputStream(), HEADER)) {
                csv.row("a", 0.1);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.1");
  }

  @Example
  void anErrorNamesFileAndLine() {
    assertThatThrownBy(() -> read("id,path\na,b\nc\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(TaskException.class)
        .hasMessage("table.csv, line 3: 1 values instead of 2");
    assertThatThrownBy(() -> read("id\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("table.csv, line 1: the header has to be id,path");
    assertThatThrownBy(() -> read("id,path\na,\"b\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(TaskException.class)
        .hasMessageStartingWith("table.csv, line ")
        .hasMessageContaining("closing quote");
  }

  private static List<List<String>> read(byte[] content) throws IOException {
    return Csv.read(new ByteArrayInputStream(content), HEADER, "table.csv");
  }
}
