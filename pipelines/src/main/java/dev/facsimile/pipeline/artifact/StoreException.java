package dev.facsimile.pipeline.artifact;

import java.io.IOException;

/** An object store that could not do what was asked, after the store's own retries. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No object (or bucket) under that name. */
    NOT_FOUND,
    /** Credentials missing, wrong or without the right. */
    FORBIDDEN,
    /** Unreachable, overloaded or broken; worth another try later. */
    UNAVAILABLE,
    /** The store accepts no writes (read-only, or no space left). */
    NOT_WRITABLE,
    /** The bytes are not those that were promised. */
    CORRUPT
  }

  private final Reason reason;

  /** An error with a message that names store and key, and says what to do. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** See {@link Reason}. */
  public Reason reason() {
    return reason;
  }
}
