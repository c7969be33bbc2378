package dev.facsimile.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.observe.PodView.Words;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = CREATED.plusSeconds(30);
  private static final String QUOTA =
      "Error creating: pods \"j-0-x\" is forbidden: exceeded quota: small, requested: pods=1";
  private static final JobView JOB =
      new JobView(
          "j", "u", "r", "ru", "f", 1, 1, 1, 0, "", false, false, false, CREATED, Optional.empty());

  @Test
  void aJobWhosePodsAQuotaDeniesTellsItItself() {
    // given a Job without pods
    assertThat(Warnings.subject(JOB, List.of(), NOW)).contains("j");

    // when its controller says why
    var events = List.of(warning("FailedCreate", QUOTA, CREATED.plusSeconds(2)));

    // then
    assertThat(Warnings.last(events, JOB)).contains(new Words("FailedCreate", QUOTA));
  }

  @Test
  void aPodThatDoesNotGetOnTellsItInstead() {
    assertThat(Warnings.subject(JOB, List.of(pod("Pending", Optional.empty())), NOW)).contains("p");
  }

  @Test
  void nothingIsAskedWhileAPodIsAtWorkOrTellsItsReason() {
    var words = Optional.of(new Words("Unschedulable", "no gpu"));

    assertThat(Warnings.subject(JOB, List.of(pod("Running", Optional.empty())), NOW)).isEmpty();
    assertThat(Warnings.subject(JOB, List.of(pod("Pending", words)), NOW)).isEmpty();
    assertThat(Warnings.subject(JOB, List.of(), CREATED.plusSeconds(5))).isEmpty();
  }

  @Test
  void theLastWarningCountsAndNoneOfAnEarlierJobOfTheSameName() {
    var before = warning("FailedCreate", "of the Job before", CREATED.minusSeconds(60));
    var first = warning("FailedCreate", "first", CREATED.plusSeconds(1));
    var last = warning("FailedCreate", "last", CREATED.plusSeconds(9));

    assertThat(Warnings.last(List.of(last, before, first), JOB))
        .contains(new Words("FailedCreate", "last"));
    assertThat(Warnings.last(List.of(before), JOB)).isEmpty();
  }

  @Test
  void eventsOfTheNewerKindHaveAnotherTime() {
    var event = new EventBuilder().withReason("FailedMount").withMessage("no volume").build();
    event.setEventTime(
        new io.fabric8.kubernetes.api.model.MicroTime(CREATED.plusSeconds(3).toString()));

    assertThat(Warnings.last(List.of(event), JOB)).contains(new Words("FailedMount", "no volume"));
  }

  private static Event warning(String reason, String message, Instant at) {
    return new EventBuilder()
        .withReason(reason)
        .withMessage(message)
        .withLastTimestamp(at.toString())
        .build();
  }

  private static PodView pod(String phase, Optional<Words> waiting) {
    return new PodView(
        "p", "j", 0, phase, waiting, Optional.empty(), false, "", "", Optional.empty(), 0, "");
  }
}
