package dev.facsimile.pipeline.artifact.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class S3TimesTest {
  @Test
  void headersAndListingsTellTheSameSecond() {
    var second = Instant.parse("2026-03-01T08:09:10Z");

    assertThat(S3Times.ofHeader("Sun, 01 Mar 2026 08:09:10 GMT")).isEqualTo(second);
    assertThat(S3Times.ofHeader("Sun, 1 Mar 2026 08:09:10 GMT")).isEqualTo(second);
    assertThat(S3Times.ofListing("2026-03-01T08:09:10.987Z")).isEqualTo(second);
    assertThat(S3Times.ofListing("2026-03-01T09:09:10+01:00")).isEqualTo(second);
  }

  @Test
  void whatIsNotSaidIsNeverOld() {
    assertThat(S3Times.ofHeader("")).isEqualTo(Instant.MAX);
    assertThat(S3Times.ofListing("yesterday")).isEqualTo(Instant.MAX);
  }
}
