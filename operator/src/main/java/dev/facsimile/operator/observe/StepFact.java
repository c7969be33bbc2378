package dev.facsimile.operator.observe;

import dev.facsimile.pipeline.task.Progress;
import java.util.List;
import java.util.Optional;

/** How a step stands in the store. */
public sealed interface StepFact {
  /** Its fingerprint, as far as it is known. */
  default Optional<String> fingerprint() {
    return Optional.empty();
  }

  /**
   * It reads what has not been made yet.
   *
   * @param awaited names of the steps that come first
   */
  record Blocked(List<String> awaited) implements StepFact {}

  /**
   * Its artifact is there.
   *
   * @param key key prefix of the artifact; of a source, the key of its listing
   * @param digest sha256 of the manifest or listing
   * @param shares number of shares; 1 when it is not divided
   */
  record Present(String id, String key, String digest, int shares) implements StepFact {
    @Override
    public Optional<String> fingerprint() {
      return Optional.of(id);
    }
  }

  /**
   * Its artifact has to be made; the task for the worker lies in the store.
   *
   * @param taskKey key of the task
   * @param taskSha256 digest of the task
   * @param missing shares that the task lists
   * @param total shares of the step
   * @param progress what the worker of its only share last reported, in an earlier attempt
   */
  record Missing(
      String id,
      String taskKey,
      String taskSha256,
      int missing,
      int total,
      Optional<Progress> progress)
      implements StepFact {
    @Override
    public Optional<String> fingerprint() {
      return Optional.of(id);
    }
  }

  /**
   * A Job of this run is at it: the store was not asked for artifacts.
   *
   * @param progress what the worker of its only share reports
   */
  record Busy(String id, Optional<Progress> progress) implements StepFact {
    @Override
    public Optional<String> fingerprint() {
      return Optional.of(id);
    }
  }

  /**
   * It cannot be done, by what the store holds.
   *
   * @param code exit code that a worker would end with
   * @param message sentence for the user
   */
  record Refused(int code, String message) implements StepFact {}
}
