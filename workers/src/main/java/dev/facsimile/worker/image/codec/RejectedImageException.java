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
  private RejectedImageException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /**
   * A rejection reported by a decoder, unless what it reports is that memory has run out: that is
   * no property of the picture and has to end the process.
   */
  static RejectedImageException reported(String reason, Throwable report) {
    for (var cause = report; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError exhausted) {
        throw exhausted;
      }
    }
    return new RejectedImageException(reason, report);
  }
}
