package dev.facsimile.operator.survey;

import dev.facsimile.operator.observe.Step;
import dev.facsimile.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A question about a run.
 *
 * @param uid uid of the run
 * @param run name of the run
 * @param createdAt when the run was created; the newer run wins an alias
 * @param steps its steps in execution order
 * @param jobs the run's Jobs and whether they have ended: what was found before a change of these
 *     is out of date
 * @param busy fingerprints that a Job of the run is at
 * @param attempted fingerprints that a Job of the run was or is at
 * @param discard key prefixes of damaged artifacts to be removed first
 * @param end outcome to be written into run.json; empty while the run goes on
 * @param concludes whether a run whose every step is present is concluded
 */
public record SurveyRequest(
    String uid,
    String run,
    Instant createdAt,
    Plan plan,
    List<Step> steps,
    Set<String> jobs,
    Set<String> busy,
    Set<String> attempted,
    Set<String> discard,
    String end,
    boolean concludes) {

  /** Copies the sets. */
  public SurveyRequest {
    jobs = Set.copyOf(jobs);
    busy = Set.copyOf(busy);
    attempted = Set.copyOf(attempted);
    discard = Set.copyOf(discard);
  }

  /** Whether an answer to the other request answers this one as well. */
  boolean isAnsweredBy(SurveyRequest other) {
    return jobs.equals(other.jobs)
        && end.equals(other.end)
        && concludes == other.concludes
        && other.discard.containsAll(discard);
  }
}
