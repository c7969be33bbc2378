package dev.facsimile.pipeline.artifact.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private static final String DIGEST = "0f".repeat(32);
  private static final String HEADER = "id,path,size,sha256,shard,offset\n";

  @Property(tries = 200)
  void anyNamesGoThroughTheFile(@ForAll @Size(max = 8) Set<@From("names") String> names)
      throws StoreException {
    var catalog =
        Catalog.of(
            names.stream()
                .map(name -> new Catalog.Entry(name, name + ".jpg", 1, DIGEST, name, 2))
                .toList());

    var read = Catalog.parse(catalog.csv(), "here");

    assertThat(read).isEqualTo(catalog);
    assertThat(read.digest()).isEqualTo(catalog.digest());
  }

  @Property(tries = 200)
  void idsAreUniqueWhateverThePaths(@ForAll @Size(max = 12) Set<@From("paths") String> paths) {
    var ids = ImagePaths.ids(paths);

    assertThat(ids.keySet()).isEqualTo(paths);
    assertThat(new HashSet<>(ids.values())).hasSameSizeAs(paths);
    ids.forEach((path, id) -> assertThat(id).isIn(path, path.substring(0, path.lastIndexOf('.'))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id,path\n",
        "a,a.jpg,1,xyz,,0\n",
        "a,a.jpg,1\n",
        "a,a.jpg,one,DIGEST,,0\n",
        "a,\"a.jpg,1,DIGEST,,0\n",
        "a,a\"b.jpg,1,DIGEST,,0\n",
        "a,\"a\"b,1,DIGEST,,0\n",
        "a,a.jpg,1,DIGEST,,0\na,b.jpg,1,DIGEST,,0\n",
      })
  void whatIsNotACatalogIsRefused(String lines) {
    var text = (lines.startsWith("a") ? HEADER : "") + lines.replace("DIGEST", DIGEST);

    assertThatThrownBy(() -> Catalog.parse(text.getBytes(UTF_8), "there"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is not a valid catalog");
  }

  @Test
  void twoPicturesWithOneIdAreBothNamed() {
    var a = new Catalog.Entry("x", "a.jpg", 1, DIGEST, "", 0);
    var b = new Catalog.Entry("x", "b.jpg", 1, DIGEST, "", 0);

    assertThatThrownBy(() -> Catalog.of(List.of(a, b)))
        .hasMessageContainingAll("\"x\"", "a.jpg", "b.jpg");
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("a,\"\n\r ;'\u00e9\u0301")
        .withCharRange('\u0001', '\ud7ff')
        .ofMinLength(1)
        .ofMaxLength(6);
  }

  @Provide
  Arbitrary<String> paths() {
    var stems = Arbitraries.of("a", "b", "d/a");
    var extension = Arbitraries.of("jpg", "JPG", "png");
    return stems.flatMap(
        stem ->
            extension
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(all -> all.stream().collect(Collectors.joining(".", stem + ".", ""))));
  }
}
