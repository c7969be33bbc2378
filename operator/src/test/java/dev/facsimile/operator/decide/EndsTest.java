package dev.facsimile.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.pipeline.task.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndsTest {
  private static final JobView TRAINING =
      new JobView(
          "train-1",
          "uid",
          "one-g1",
          "run-uid",
          "f",
          1,
          1,
          1,
          0,
          "0",
          false,
          false,
          false,
          Instant.EPOCH,
          Optional.of(new JobView.End(false, "FailedIndexes", "")));

  @Test
  void aWorkerThatOutgrewItsMemoryIsToldItsLimitAndWhatItLastReported() {
    // given a pod that the kernel killed, and what it had reported before
    var pod = killedForMemory("64Mi");
    var reported = new Progress(3, 10, "steps", "", 61L << 20, new TreeMap<>());

    // when
    var end = Ends.of(TRAINING, List.of(pod), Optional.of(reported));

    // then
    assertThat(end)
        .isEqualTo(
            new Ends.End.Failed(
                Reason.OUT_OF_MEMORY,
                "the worker reached its memory limit (killed for its memory; its limit is 64Mi, it"
                    + " last reported 61 MiB)",
                true));
  }

  @Test
  void aWorkerThatNeverReportedIsToldItsLimitAlone() {
    var end = Ends.of(TRAINING, List.of(killedForMemory("1Gi")), Optional.empty());

    assertThat(end)
        .isEqualTo(
            new Ends.End.Failed(
                Reason.OUT_OF_MEMORY,
                "the worker reached its memory limit (killed for its memory; its limit is 1Gi)",
                true));
  }

  private static PodView killedForMemory(String limit) {
    return new PodView(
        "p",
        "train-1",
        0,
        "Failed",
        Optional.empty(),
        Optional.of(new PodView.Terminated(137, "OOMKilled", "")),
        false,
        "",
        "",
        Optional.empty(),
        0,
        limit);
  }
}
