package dev.facsimile.pipeline.artifact.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.Digests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlicesTest {
  /** Pictures in 30 folders, some of them copies of another. */
  private static final Catalog PICTURES =
      Catalog.of(
          IntStream.range(0, 900)
              .mapToObj(i -> picture("f" + i % 30 + "/" + i, "content " + (i % 90 == 0 ? 0 : i)))
              .toList());

  @Property(tries = 50)
  void slicesAreDisjointAndLoseNothing(
      @ForAll @IntRange(min = 0, max = 100) int cut, @ForAll Slices.By by) {
    var left = Slices.slice(PICTURES, 0, cut, by).entries();
    var right = Slices.slice(PICTURES, cut, 100, by).entries();

    var all = new ArrayList<>(left);
    all.addAll(right);
    assertThat(Catalog.of(all)).isEqualTo(PICTURES);
    assertThat(Collections.disjoint(contents(left), contents(right))).isTrue();
    if (by == Slices.By.FOLDER) {
      assertThat(Collections.disjoint(folders(left), folders(right))).isTrue();
    }
  }

  @Property(tries = 50)
  void identicalFilesOfAnyFoldersStayTogether(
      @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> contents,
      @ForAll @IntRange(min = 0, max = 100) int cut) {
    var entries = new ArrayList<Catalog.Entry>();
    for (int i = 0; i < contents.size(); i++) {
      entries.add(picture("f" + i / 3 + "/" + i, "content " + contents.get(i)));
    }
    var catalog = Catalog.of(entries);

    var left = Slices.slice(catalog, 0, cut, Slices.By.FOLDER).entries();
    var right = Slices.slice(catalog, cut, 100, Slices.By.FOLDER).entries();

    assertThat(left.size() + right.size()).isEqualTo(catalog.entries().size());
    assertThat(Collections.disjoint(contents(left), contents(right))).isTrue();
    assertThat(Collections.disjoint(folders(left), folders(right))).isTrue();
  }

  @Test
  void theShareOfASliceIsAboutItsPercentage() {
    assertThat(Slices.slice(PICTURES, 20, 50, Slices.By.CONTENT).entries().size())
        .isBetween(220, 320);
    assertThat(Slices.select(PICTURES, null, 25.0).entries().size()).isBetween(180, 270);
  }

  @Test
  void anAddedPictureMovesNoOther() {
    var more = new ArrayList<>(PICTURES.entries());
    var added = picture("a/new", "new");
    more.add(added);

    var before = new HashSet<>(Slices.slice(PICTURES, 0, 60, Slices.By.CONTENT).entries());
    var after = new HashSet<>(Slices.slice(Catalog.of(more), 0, 60, Slices.By.CONTENT).entries());

    after.remove(added);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void filesWithoutAFolderCountAsTheirOwn() {
    var flat =
        Catalog.of(IntStream.range(0, 100).mapToObj(i -> picture("p" + i, "c" + i)).toList());

    assertThat(Slices.slice(flat, 0, 50, Slices.By.FOLDER).entries().size()).isBetween(30, 70);
  }

  @Test
  void everyCountsWhatPercentLeft() {
    var half = Slices.select(PICTURES, null, 50.0).entries();

    var selected = Slices.select(PICTURES, 10, 50.0).entries();

    assertThat(selected)
        .containsExactlyElementsOf(
            IntStream.range(0, half.size()).filter(i -> i % 10 == 0).mapToObj(half::get).toList());
    assertThat(Slices.select(PICTURES, 10, null).entries())
        .hasSize(90)
        .startsWith(PICTURES.entries().get(0), PICTURES.entries().get(10));
    assertThat(Slices.select(PICTURES, null, null)).isEqualTo(PICTURES);
    assertThat(Slices.select(PICTURES, null, 0.0).entries()).isEmpty();
    assertThat(Slices.first(PICTURES, 7).entries())
        .containsExactlyElementsOf(PICTURES.entries().subList(0, 7));
    assertThat(Slices.first(PICTURES, 7000)).isEqualTo(PICTURES);
  }

  private static List<String> contents(List<Catalog.Entry> entries) {
    return entries.stream().map(Catalog.Entry::sha256).distinct().toList();
  }

  private static List<String> folders(List<Catalog.Entry> entries) {
    return entries.stream().map(Catalog.Entry::folder).distinct().toList();
  }

  private static Catalog.Entry picture(String id, String content) {
    var sha256 = Digests.sha256(content.getBytes(UTF_8));
    return new Catalog.Entry(id, id + ".jpg", content.length(), sha256, "", 0);
  }
}
