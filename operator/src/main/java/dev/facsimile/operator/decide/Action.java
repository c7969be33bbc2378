package dev.facsimile.operator.decide;

import dev.facsimile.operator.observe.StepFact;
import java.util.Set;

/** Something to be done to cluster or store. Doing it twice does no harm. */
public sealed interface Action {
  /** Creates the Job of an attempt. */
  record CreateJob(String step, int attempt, String job, StepFact.Missing work) implements Action {}

  /** Deletes a Job with its pods, after its end was written into the status. */
  record DeleteJob(String job, String uid) implements Action {}

  /** Lets the cluster remove a finished Job after a while, its end being in the status. */
  record ExpireJob(String job) implements Action {}

  /** Removes damaged artifacts from the store, then looks again. */
  record Discard(Set<String> keys) implements Action {}

  /** Writes how the run ended into run.json. */
  record RecordEnd(String outcome) implements Action {}
}
