package dev.facsimile.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The API server's refusal to create a Job. Remembered for a while, lest a cluster that says no is
 * asked again and again; whoever forgets it asks again and hears the same.
 *
 * @param code HTTP status
 * @param message the cluster's own words
 * @param at when it was said
 */
public record Refusal(int code, String message, Instant at) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int INVALID = 422;

  /** What an answer of the API server refuses; empty when it is a fault that passes. */
  public static Optional<Refusal> of(int code, String message, Instant at) {
    boolean isRefused =
        code == BAD_REQUEST
            || code == FORBIDDEN
            || code == INVALID
            || message.contains("failed calling webhook");
    return isRefused ? Optional.of(new Refusal(code, message, at)) : Optional.empty();
  }

  /** Whether the object itself is wrong, so that asking again is in vain. */
  public boolean isForGood() {
    boolean isPolicy = message.contains("denied request") || message.contains("denied the request");
    return (code == INVALID || code == BAD_REQUEST) && !isPolicy;
  }

  /** Whether a quota is used up. */
  public boolean isQuota() {
    return message.contains("exceeded quota");
  }

  /** Whether it is too early to ask again. */
  public boolean isFresh(Instant now) {
    return at.plus(PATIENCE).isAfter(now);
  }
}
