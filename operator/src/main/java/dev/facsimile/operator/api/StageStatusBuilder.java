package dev.facsimile.operator.api;

import java.time.Duration;
import java.time.Instant;

/** Makes the next status of a stage from the one before. */
public final class StageStatusBuilder {
  private final StageStatus before;
  private StageState state;
  private String reason;
  private String message;
  private Boolean cached;
  private String fingerprint;
  private String key;
  private String digest;
  private ShareCounts shares;
  private Integer percent;
  private String expectedAt;
  private String job;
  private int attempt;
  private int attemptsEnded;
  private int failures;
  private int infrastructureFailures;
  private int repairs;
  private String startedAt;
  private String waitingSince;
  private String finishedAt;

  StageStatusBuilder(StageStatus before) {
    this.before = before;
    this.state = before.state();
    this.reason = before.reason();
    this.message = before.message();
    this.cached = before.cached();
    this.fingerprint = before.fingerprint();
    this.key = before.key();
    this.digest = before.digest();
    this.shares = before.shares();
    this.percent = before.percent();
    this.expectedAt = before.expectedAt();
    this.job = before.job();
    this.attempt = before.attempt();
    this.attemptsEnded = before.attemptsEnded();
    this.failures = before.failures();
    this.infrastructureFailures = before.infrastructureFailures();
    this.repairs = before.repairs();
    this.startedAt = before.startedAt();
    this.waitingSince = before.waitingSince();
    this.finishedAt = before.finishedAt();
  }

  /** How it stands and why; other states end the waiting, and what was expected of the work. */
  public StageStatusBuilder state(StageState newState, String newReason, String newMessage) {
    this.state = newState;
    this.reason = newReason;
    this.message = newMessage == null || newMessage.isEmpty() ? null : newMessage;
    if (newState != StageState.WAITING) {
      this.waitingSince = null;
    }
    if (newState != StageState.RUNNING) {
      this.expectedAt = null;
    }
    return this;
  }

  /** Since when it has been waiting; the earlier instant stays. */
  public StageStatusBuilder waitingSince(String instant) {
    this.waitingSince = waitingSince == null ? instant : waitingSince;
    return this;
  }

  /** What identifies the work. */
  public StageStatusBuilder fingerprint(String newFingerprint) {
    this.fingerprint = newFingerprint;
    return this;
  }

  /** The artifact, and whether it was there before. */
  public StageStatusBuilder artifact(String newKey, String newDigest, Boolean wasCached) {
    this.key = newKey;
    this.digest = newDigest;
    this.cached = wasCached;
    return this;
  }

  /** The shares. */
  public StageStatusBuilder shares(ShareCounts counts) {
    this.shares = counts;
    return this;
  }

  /** How much is done. */
  public StageStatusBuilder progress(Integer newPercent, String newExpectedAt) {
    this.percent = newPercent;
    this.expectedAt = newExpectedAt;
    return this;
  }

  /** A new attempt; after an end, which damage has undone, the time begins anew. */
  public StageStatusBuilder attempt(int number, String jobName, String now) {
    this.attempt = number;
    this.job = jobName;
    this.startedAt = startedAt == null || finishedAt != null ? now : startedAt;
    this.finishedAt = null;
    return this;
  }

  /** The end of the last attempt, a failure of its own. */
  public StageStatusBuilder countFailure() {
    this.failures++;
    this.attemptsEnded = attempt;
    return this;
  }

  /** The end of the last attempt, by so many failures of the infrastructure. */
  public StageStatusBuilder countInfrastructureFailures(int number) {
    this.infrastructureFailures += number;
    this.attemptsEnded = attempt;
    return this;
  }

  /** The end of the last attempt, which counts for nothing. */
  public StageStatusBuilder attemptEnded() {
    this.attemptsEnded = attempt;
    return this;
  }

  /** Its artifact was damaged. */
  public StageStatusBuilder countRepair() {
    this.repairs++;
    return this;
  }

  /** When it came to its end; the earlier instant stays. */
  public StageStatusBuilder finishedAt(String instant) {
    this.finishedAt = finishedAt == null || instant == null ? instant : finishedAt;
    return this;
  }

  /** The status. */
  public StageStatus build() {
    return new StageStatus(
        before.name(),
        before.type(),
        before.version(),
        state,
        reason,
        message,
        cached,
        fingerprint,
        key,
        digest,
        shares,
        percent,
        expectedAt,
        job,
        attempt,
        attemptsEnded,
        failures,
        infrastructureFailures,
        repairs,
        startedAt,
        waitingSince,
        finishedAt,
        duration());
  }

  private Long duration() {
    return state.isFinal() && startedAt != null && finishedAt != null
        ? Duration.between(Instant.parse(startedAt), Instant.parse(finishedAt)).toSeconds()
        : null;
  }
}
