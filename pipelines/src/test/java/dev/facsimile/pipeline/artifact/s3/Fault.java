package dev.facsimile.pipeline.artifact.s3;

/** What an {@link EmbeddedS3} can do wrong. */
public enum Fault {
  /** Answers 403 AccessDenied. */
  FORBIDDEN,
  /** Answers 403 RequestTimeTooSkewed. */
  SKEWED,
  /** Answers 301 with the region of the bucket. */
  ELSEWHERE,
  /** Answers 503 SlowDown. */
  UNAVAILABLE,
  /** Answers 502 with a proxy's HTML. */
  BAD_GATEWAY,
  /** Closes the connection without doing anything. */
  RESET,
  /** Does what was asked, then closes the connection. */
  LOST_ANSWER,
  /** Answers nothing until the server is closed. */
  STALL,
  /** Sends half of the promised body. */
  SHORT_BODY,
  /** Sends the whole object where a range was asked for, and calls it the range. */
  LONG_BODY,
  /** Sends a body with one changed byte. */
  FLIPPED_BYTE
}
