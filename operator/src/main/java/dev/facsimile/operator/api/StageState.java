package dev.facsimile.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a stage of a run stands. */
public enum StageState {
  /** It reads what has not been made yet, or nothing new is started. */
  @JsonProperty("Pending")
  PENDING,
  /** It could run, but something in the cluster is missing. */
  @JsonProperty("Waiting")
  WAITING,
  /** Its pods are at work. */
  @JsonProperty("Running")
  RUNNING,
  /** Its artifact is in the store. */
  @JsonProperty("Succeeded")
  SUCCEEDED,
  /** It will not succeed in this run. */
  @JsonProperty("Failed")
  FAILED,
  /** The run ended before it did. */
  @JsonProperty("Cancelled")
  CANCELLED;

  /** Whether it can still change by itself. */
  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
