package dev.facsimile.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.plan.Shares.Member;
import dev.facsimile.pipeline.plan.Shares.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {

  private static List<String> ids(int count, long seed) {
    var random = new Random(seed);
    var ids = new TreeSet<String>();
    while (ids.size() < count) {
      ids.add("photo-" + random.nextInt(1_000_000_000));
    }
    return List.copyOf(ids);
  }

  private static Set<List<String>> shares(List<String> ids, int averageSize) {
    var shares = new HashSet<List<String>>();
    Shares.cut(ids, averageSize).forEach(span -> shares.add(ids.subList(span.from(), span.to())));
    return shares;
  }

  private static long madeAnew(List<String> before, Set<String> added, int averageSize) {
    var after = new TreeSet<>(before);
    after.addAll(added);
    var old = shares(before, averageSize);
    return shares(List.copyOf(after), averageSize).stream()
        .filter(share -> !old.contains(share))
        .count();
  }

  @Property(tries = 60)
  void sharesAreTheWholeListWithinTheBounds(
      @ForAll @IntRange(max = 3000) int count,
      @ForAll @IntRange(min = 1, max = 300) int averageSize,
      @ForAll long seed) {
    var spans = Shares.cut(ids(count, seed), averageSize);
    var expected = 0;
    for (var span : spans) {
      assertThat(span.from()).isEqualTo(expected);
      assertThat(span.size()).isBetween(1, 4 * averageSize);
      if (count >= averageSize) {
        assertThat(span.size() * 4).isGreaterThanOrEqualTo(averageSize);
      }
      expected = span.to();
    }
    assertThat(expected).isEqualTo(count);
  }

  @Property(tries = 100)
  void oneAddedPictureMakesAtMostThreeSharesAnew(
      @ForAll @IntRange(min = 1, max = 1500) int count,
      @ForAll @IntRange(min = 8, max = 100) int averageSize,
      @ForAll long seed,
      @ForAll @IntRange(max = 1_000_000_000) int added) {
    var ids = ids(count, seed);
    assertThat(madeAnew(ids, Set.of("photo-" + added), averageSize)).isBetween(0L, 3L);
  }

  @Test
  void fiveAddedPicturesNearlyAlwaysMakeAtMostFiveSharesAnew() {
    var atMostFive = 0;
    var trials = 200;
    for (var trial = 0; trial < trials; trial++) {
      var random = new Random(trial);
      var added = new HashSet<String>();
      while (added.size() < 5) {
        added.add("photo-" + random.nextInt(1_000_000_000));
      }
      var anew = madeAnew(ids(5000, 1000 + trial), added, 200);
      assertThat(anew).isLessThanOrEqualTo(15);
      atMostFive += anew <= 5 ? 1 : 0;
    }
    assertThat(atMostFive).isGreaterThanOrEqualTo(trials * 95 / 100);
  }

  @Test
  void averageIsAboutWhatWasAsked() {
    var spans = Shares.cut(ids(50_000, 1), 100);
    assertThat(50_000.0 / spans.size()).isBetween(85.0, 115.0);
    var sizes = new ArrayList<>(spans.stream().map(Span::size).toList());
    assertThat(sizes).allMatch(size -> size >= 50);
  }

  @Test
  void knownCutsStayWhatTheyAre() {
    var ids = new ArrayList<String>();
    for (var i = 0; i < 40; i++) {
      ids.add(String.format(Locale.ROOT, "%02d", i));
    }
    assertThat(Shares.cut(ids, 8)).extracting(Span::to).containsExactly(4, 8, 14, 18, 24, 30, 40);
  }

  @Test
  void digestTellsMembersApart() {
    var member = new Member("a", 1, "00");
    var digest = Shares.digest(List.of(member));
    assertThat(Shares.digest(List.of(new Member("a", 1, "00")))).isEqualTo(digest);
    assertThat(
            Set.of(
                digest,
                Shares.digest(List.of()),
                Shares.digest(List.of(member, member)),
                Shares.digest(List.of(new Member("b", 1, "00"))),
                Shares.digest(List.of(new Member("a", 2, "00"))),
                Shares.digest(List.of(new Member("a", 1, "01")))))
        .hasSize(6);
  }
}
