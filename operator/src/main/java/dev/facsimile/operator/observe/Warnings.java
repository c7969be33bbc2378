package dev.facsimile.operator.observe;

import dev.facsimile.operator.observe.PodView.Words;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the cluster tells why a Job has no pod at work, when the pods themselves do not. */
public final class Warnings {
  private static final Duration QUIET = Duration.ofSeconds(5);

  private Warnings() {}

  /**
   * Name of the object whose warnings tell it: a pod that does not get on, or the Job itself, of
   * which no pod could be created. Empty when there is nothing to explain.
   */
  public static Optional<String> subject(JobView job, List<PodView> pods, Instant now) {
    var own = pods.stream().filter(pod -> pod.job().equals(job.name())).toList();
    boolean isQuiet =
        !job.isFinished()
            && job.createdAt().plus(QUIET).isBefore(now)
            && own.stream().noneMatch(pod -> pod.phase().equals("Running"))
            && own.stream().noneMatch(pod -> pod.waiting().isPresent());
    return isQuiet
        ? Optional.of(
            own.stream()
                .filter(PodView::isUnfinished)
                .findFirst()
                .map(PodView::name)
                .orElse(job.name()))
        : Optional.empty();
  }

  /** The last warning since the Job was created: one of that name may have been there before. */
  public static Optional<Words> last(List<Event> events, JobView job) {
    return events.stream()
        .filter(event -> !at(event).isBefore(job.createdAt()))
        .max(Comparator.comparing(Warnings::at))
        .map(
            event ->
                new Words(
                    Objects.requireNonNullElse(event.getReason(), ""),
                    Objects.requireNonNullElse(event.getMessage(), "")));
  }

  private static Instant at(Event event) {
    var series = event.getSeries() == null ? null : event.getSeries().getLastObservedTime();
    return Stream.of(
            Optional.ofNullable(event.getLastTimestamp()),
            Optional.ofNullable(series).map(time -> time.getTime()),
            Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()),
            Optional.ofNullable(event.getMetadata()).map(it -> it.getCreationTimestamp()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(Instant::parse)
        .orElse(Instant.EPOCH);
  }
}
