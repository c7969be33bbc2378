package dev.facsimile.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "400, cannot be decoded, for good",
    "401, Unauthorized, passes",
    "403, exceeded quota: small, asked again",
    "403, jobs.batch is forbidden, asked again",
    "409, being deleted, passes",
    "422, spec: Invalid value, for good",
    "422, ValidatingAdmissionPolicy 'p' denied request, asked again",
    "400, admission webhook \"w\" denied the request, asked again",
    "429, too many requests, passes",
    "500, failed calling webhook \"w\", asked again",
    "500, etcd has no leader, passes",
    "503, unavailable, passes"
  })
  void whatAnAnswerMeans(int code, String message, String expected) {
    var meaning =
        Refusal.of(code, message, NOW)
            .map(refusal -> refusal.isForGood() ? "for good" : "asked again")
            .orElse("passes");

    assertThat(meaning).isEqualTo(expected);
  }

  @Test
  void theClusterIsAskedAgainAfterHalfAMinute() {
    var refusal = Refusal.of(403, "exceeded quota: small", NOW).orElseThrow();

    assertThat(refusal.isQuota()).isTrue();
    assertThat(refusal.isFresh(NOW.plusSeconds(29))).isTrue();
    assertThat(refusal.isFresh(NOW.plusSeconds(30))).isFalse();
  }

  @Test
  void intervalsAreReadAsTheClusterWritesThem() {
    assertThat(Intervals.count("1,3-5,9")).isEqualTo(5);
    assertThat(Intervals.contains("1,3-5,9", 4)).isTrue();
    assertThat(Intervals.contains("1,3-5,9", 2)).isFalse();
    assertThat(Intervals.contains("", 0)).isFalse();
    assertThat(Intervals.cut("10,20,30,40", 9)).isEqualTo("10,20,...");
  }
}
