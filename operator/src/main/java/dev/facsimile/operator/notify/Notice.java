package dev.facsimile.operator.notify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.observe.Facts;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a receiver is told; all but the kind, the uid and the time are the event's data.
 *
 * @param uid uid of the run
 * @param time when the run came to its end, in ISO 8601
 * @param reason one word, as the run's condition Succeeded has it
 * @param message what is the case, for a person
 * @param release alias that names the run now; null unless a release was promoted
 * @param digest what identifies the release's content; null unless one was promoted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"namespace", "pipeline", "run", "reason", "message", "release", "digest"})
public record Notice(
    @JsonIgnore Kind kind,
    @JsonIgnore String uid,
    @JsonIgnore String time,
    String namespace,
    String pipeline,
    String run,
    String reason,
    String message,
    String release,
    String digest) {
  private static final Set<String> FAILURES = Set.of("Failed", "GateFailed", "TimedOut");

  /** What happened. */
  public enum Kind {
    /** A run came to its end without success; one that somebody cancelled does not count. */
    RUN_FAILED("run.failed"),
    /** A run's release stands under its alias. */
    RELEASE_PROMOTED("release.promoted");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The end of the event's type and of its id. */
    String id() {
      return id;
    }
  }

  /** What is told of a run's status when it is written; empty unless it says that it failed. */
  static Optional<Notice> failed(PipelineRun run, PipelineRunStatus status) {
    return status.isFinished() && FAILURES.contains(status.state())
        ? Optional.of(of(Kind.RUN_FAILED, run, status, succeeded(status), null, null))
        : Optional.empty();
  }

  /** What is told of a run that ended with this; empty unless its release was promoted. */
  static Optional<Notice> promoted(
      PipelineRun run, PipelineRunStatus status, Facts.Conclusion conclusion) {
    if (!status.isFinished() || !conclusion.promoted() || conclusion.release() == null) {
      return Optional.empty();
    }
    var release = conclusion.release();
    var message = conclusion.promotion();
    return Optional.of(
        of(Kind.RELEASE_PROMOTED, run, status, message, release.alias(), release.digest()));
  }

  private static String succeeded(PipelineRunStatus status) {
    return condition(status).map(Condition::message).orElse(null);
  }

  private static Optional<Condition> condition(PipelineRunStatus status) {
    return Condition.find(status.conditions(), Condition.SUCCEEDED);
  }

  private static Notice of(
      Kind kind,
      PipelineRun run,
      PipelineRunStatus status,
      String message,
      String release,
      String digest) {
    return new Notice(
        kind,
        run.getMetadata().getUid(),
        status.finishedAt(),
        run.getMetadata().getNamespace(),
        run.getSpec().pipelineName(),
        run.getMetadata().getName(),
        condition(status).map(Condition::reason).orElse(status.state()),
        message,
        release,
        digest);
  }
}
