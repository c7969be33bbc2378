package dev.facsimile.operator.decide;

import dev.facsimile.operator.api.PipelineRunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do, and what to say.
 *
 * @param status the run's next status
 * @param actions what is done, in this order; deletions after the status is written
 * @param again when to look again if nothing happens before
 */
public record Decision(PipelineRunStatus status, List<Action> actions, Optional<Duration> again) {
  /** Copies the list. */
  public Decision {
    actions = List.copyOf(actions);
  }
}
