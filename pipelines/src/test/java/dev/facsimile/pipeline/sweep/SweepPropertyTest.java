package dev.facsimile.pipeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import java.io.IOException;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class SweepPropertyTest {
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void exactlyWhatIsOldAndNotNeededGoes(@ForAll long seed, @ForAll boolean keepsNothing)
      throws IOException {
    var random = new RandomHoard(seed);
    var hoard = random.hoard();
    int keep = keepsNothing ? 0 : 2;
    var removable = random.removable(keep);

    var plan = hoard.plan(keep);

    assertThat(new TreeSet<>(Hoard.prefixes(plan.removals()))).isEqualTo(removable);
    assertThat(plan.doubts()).isEmpty();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void onlyThatIsGoneAfterwardsAndSweepsSoonFindNothing(
      @ForAll long seed, @ForAll boolean keepsNothing) throws IOException {
    var hoard = new RandomHoard(seed).hoard();
    int keep = keepsNothing ? 0 : 2;
    var plan = hoard.plan(keep);
    var prefixes = Hoard.prefixes(plan.removals());
    var left =
        hoard.store().list("").stream()
            .map(Info::key)
            .filter(key -> prefixes.stream().noneMatch(p -> RandomHoard.within("ns/" + p, key)))
            .toList();

    hoard.sweep().delete(plan);

    assertThat(hoard.store().list("")).extracting(Info::key).isEqualTo(left);
    // What showed that an unfinished run goes on may have gone, and the run goes the next time.
    hoard.sweep().delete(hoard.plan(keep));
    assertThat(hoard.goes(keep)).isEmpty();
  }
}
