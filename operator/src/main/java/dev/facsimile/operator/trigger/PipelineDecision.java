package dev.facsimile.operator.trigger;

import dev.facsimile.operator.api.PipelineRunSpec.Trigger;
import dev.facsimile.operator.api.PipelineStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a pipeline, and what to say.
 *
 * @param status its next status, if every run can be created
 * @param creates runs that begin
 * @param cancels names of runs that are ended
 * @param deletes names of runs that are no longer kept
 * @param next the next tick of the schedule
 */
public record PipelineDecision(
    PipelineStatus status,
    List<NewRun> creates,
    List<String> cancels,
    List<String> deletes,
    Optional<Instant> next) {

  /** A run that begins. Its name follows from its reason: creating it twice is harmless. */
  public record NewRun(String name, Trigger trigger, String specHash) {}
}
