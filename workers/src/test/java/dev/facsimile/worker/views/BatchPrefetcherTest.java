package dev.facsimile.worker.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPrefetcherTest {
  private static final int SIZE = 12;

  @Test
  void aBatchDependsOnNeitherThreadsNorCacheNorFirstStep() throws Exception {
    var dataset = TinyDataset.of(5, 3, SIZE);

    var undisturbed = batches(dataset, 0, 6, 1, 0);
    var resumed = batches(dataset, 3, 6, 3, 1 << 20);

    assertThat(undisturbed).hasSize(6);
    for (int step = 3; step < 6; step++) {
      assertThat(resumed.get(step - 3).step()).isEqualTo(step);
      assertThat(resumed.get(step - 3).pixels()).isEqualTo(undisturbed.get(step).pixels());
      assertThat(resumed.get(step - 3).classes()).isEqualTo(undisturbed.get(step).classes());
    }
    assertThat(undisturbed.get(0).pixels()).isNotEqualTo(undisturbed.get(1).pixels());
    assertThat(undisturbed.get(0).classes()[0]).isEqualTo(undisturbed.get(0).classes()[1]);
  }

  @Test
  void readsEachImageOnceWhenItsViewsFitTheBudget() throws Exception {
    var roomy = TinyDataset.of(3, 3, SIZE);
    var tight = TinyDataset.of(3, 3, SIZE);

    batches(roomy, 0, 10, 1, 9 * 3 * SIZE * SIZE);
    batches(tight, 0, 10, 1, 9 * 3 * SIZE * SIZE - 1);

    assertThat(rangedReads(roomy)).isEqualTo(3);
    assertThat(rangedReads(tight)).isGreaterThan(3).isLessThanOrEqualTo(20);
  }

  @Test
  void namesTheBrokenView() throws Exception {
    var notJpeg = new byte[] {1, 2, 3};
    var dataset = TinyDataset.share(List.of("a"), List.of("a"), List.of(List.of(notJpeg, notJpeg)));

    assertThatThrownBy(() -> batches(dataset, 0, 1, 1, 0))
        .hasMessageContaining("(a): view ")
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.ARTIFACT_CORRUPT);
  }

  private static List<Batch> batches(
      InMemoryArtifact dataset, long first, long end, int threads, long budget)
      throws IOException, InterruptedException {
    var index = ViewIndex.of(dataset);
    var cache = new ViewCache(index, new ViewReader(dataset), SIZE, budget);
    var sampler = new PkSampler(index, Math.min(2, index.groups().size()), 2, 9, "train");
    var recipe =
        new BatchPrefetcher.Recipe(sampler, cache, new TrainTransform(SIZE, 2, 0.5), 9, "train");
    var batches = new ArrayList<Batch>();
    try (var prefetcher = new BatchPrefetcher(recipe, first, end, threads, 2)) {
      for (long step = first; step < end; step++) {
        batches.add(prefetcher.next());
      }
      assertThatThrownBy(prefetcher::next).isInstanceOf(IllegalStateException.class);
    }
    return batches;
  }

  private static int rangedReads(StoredArtifact dataset) throws IOException {
    return dataset.shares().stream()
        .mapToInt(share -> ((InMemoryArtifact) share).rangedReads())
        .sum();
  }
}
