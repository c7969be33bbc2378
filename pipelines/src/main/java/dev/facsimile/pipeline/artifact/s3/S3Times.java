package dev.facsimile.pipeline.artifact.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * When objects were written, as servers say it: headers in whole seconds, listings in milliseconds.
 */
final class S3Times {
  private S3Times() {}

  /** The time in an answer's header; {@link Instant#MAX} when it is none. */
  static Instant ofHeader(String text) {
    return parse(DateTimeFormatter.RFC_1123_DATE_TIME, text);
  }

  /** The time in a listing; {@link Instant#MAX} when it is none. */
  static Instant ofListing(String text) {
    return parse(DateTimeFormatter.ISO_DATE_TIME, text);
  }

  private static Instant parse(DateTimeFormatter format, String text) {
    try {
      return Instant.from(format.parse(text)).truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }
}
