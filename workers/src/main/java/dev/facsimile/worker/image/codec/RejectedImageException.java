package dev.facsimile.worker.image.codec;

/**
 * The bytes are no picture that can be used. The message is a sentence for {@code rejected.csv}; it
 * holds no name, which the caller knows.
 */
public final class RejectedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A rejection found in the bytes. */
  public RejectedImageException(String reason) {
    super(reason);
  }

  /** A rejection reported by a decoder. */
  public RejectedImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
