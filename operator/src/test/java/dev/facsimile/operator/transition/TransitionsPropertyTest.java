package dev.facsimile.operator.transition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.StageStatus;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TransitionsPropertyTest {
  /** Whatever happens to a run and however often: two Events for a stage, four for the run. */
  @Property(tries = 200)
  void neverHasMoreThanItsShareOfEvents(@ForAll("histories") List<PipelineRunStatus> history) {
    var keys =
        Stream.iterate(0, i -> i < history.size(), i -> i + 1)
            .flatMap(
                i -> Transitions.of(i == 0 ? null : history.get(i - 1), history.get(i)).stream())
            .flatMap(transition -> transition.notice().stream())
            .map(Notice::key)
            .distinct()
            .toList();

    assertThat(keys.stream().filter(key -> key.startsWith("stage/"))).hasSizeLessThanOrEqualTo(2);
    assertThat(keys.stream().filter(key -> !key.startsWith("stage/"))).hasSizeLessThanOrEqualTo(4);
  }

  @Provide
  Arbitrary<List<PipelineRunStatus>> histories() {
    Arbitrary<StageStatus> stage =
        Arbitraries.of(
            Stages.fresh(),
            Stages.started(),
            Stages.lost(),
            Stages.restarted(),
            Stages.waiting(),
            Stages.made(),
            Stages.cached(),
            Stages.failed());
    return stage
        .flatMap(
            one ->
                Arbitraries.of(
                    Stages.running(one),
                    Stages.cutOff(one),
                    Stages.ended("Failed", "Failed", "", one)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
