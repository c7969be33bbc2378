package dev.facsimile.worker.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PkSamplerTest {
  @Property(tries = 100)
  void everyBatchHasDistinctImagesAndDistinctViewsOfEach(
      @ForAll @IntRange(min = 1, max = 40) int images,
      @ForAll @IntRange(min = 1, max = 8) int p,
      @ForAll @IntRange(min = 2, max = 5) int k,
      @ForAll @LongRange(max = 100_000) long step) {
    int idsPerBatch = Math.min(p, images);

    var batch = new PkSampler(index(images, 5), idsPerBatch, k, 3, "train").batch(step);

    assertThat(batch).hasSize(idsPerBatch);
    assertThat(batch).extracting(PkSampler.Draw::group).doesNotHaveDuplicates();
    for (var draw : batch) {
      assertThat(draw.views()).hasSize(k).doesNotHaveDuplicates();
      assertThat(draw.views()).allMatch(view -> view >= 0 && view < 5);
      assertThat(draw.classIndex()).isEqualTo(draw.group());
    }
  }

  @Property(tries = 50)
  void aPassShowsEveryImageOnceUpToTheRemainder(
      @ForAll @IntRange(min = 4, max = 60) int images, @ForAll @LongRange(max = 50) long pass) {
    var sampler = new PkSampler(index(images, 4), 4, 2, 11, "train");
    int batches = images / 4;

    var seen = new ArrayList<Integer>();
    for (long step = pass * batches; step < (pass + 1) * batches; step++) {
      sampler.batch(step).forEach(draw -> seen.add(draw.group()));
    }

    assertThat(seen).hasSize(batches * 4).doesNotHaveDuplicates();
  }

  @Property(tries = 50)
  void aStepDoesNotDependOnTheStepsBeforeIt(@ForAll @LongRange(max = 1000) long step) {
    var index = index(10, 4);
    var undisturbed = new PkSampler(index, 3, 2, 5, "train");
    for (long before = Math.max(0, step - 20); before < step; before++) {
      undisturbed.batch(before);
    }

    assertThat(new PkSampler(index, 3, 2, 5, "train").batch(step))
        .isEqualTo(undisturbed.batch(step));
  }

  @Test
  void passesSeedsAndStreamsDiffer() {
    var index = index(30, 4);
    var orders = new HashSet<List<PkSampler.Draw>>();

    orders.add(new PkSampler(index, 30, 2, 1, "train").batch(0));
    orders.add(new PkSampler(index, 30, 2, 1, "train").batch(1));
    orders.add(new PkSampler(index, 30, 2, 2, "train").batch(0));
    orders.add(new PkSampler(index, 30, 2, 1, "calibration").batch(0));

    assertThat(orders).hasSize(4);
  }

  @Test
  void everyViewIsDrawnEquallyOften() {
    var sampler = new PkSampler(index(1, 8), 1, 4, 1, "train");

    var times = new int[8];
    for (int step = 0; step < 2000; step++) {
      sampler.batch(step).get(0).views().forEach(view -> times[view]++);
    }

    for (int count : times) {
      assertThat(count).isBetween(900, 1100);
    }
  }

  @Test
  void saysAtTheStartWhatDoesNotFit() {
    assertThatThrownBy(() -> new PkSampler(index(3, 3), 2, 4, 1, "train"))
        .hasMessage(
            "viewsPerId is 4, but id0 has 3 views; lower viewsPerId or raise viewsPerImage of the"
                + " synthesize stage")
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
    assertThatThrownBy(() -> new PkSampler(index(3, 4), 4, 4, 1, "train"))
        .hasMessageContaining("idsPerBatch is 4, but the dataset has 3 images");
  }

  private static ViewIndex index(int images, int views) {
    var groups = new ArrayList<ViewGroup>();
    for (int image = 0; image < images; image++) {
      groups.add(new ViewGroup("id" + image, image, 0, 0, 1, views, ""));
    }
    return new ViewIndex(groups, images);
  }
}
