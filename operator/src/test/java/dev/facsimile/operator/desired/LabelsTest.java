package dev.facsimile.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.pod.PodSpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final String VALUE = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

  @Test
  void theFingerprintIsWholeInTheAnnotationAndShortenedInTheLabel() {
    var work = Samples.work("extract", PodSpec.EMPTY);

    assertThat(Labels.annotations(work))
        .containsEntry(Labels.FINGERPRINT, Samples.FINGERPRINT)
        .containsEntry(Labels.SHARES, "2/5");
    assertThat(Labels.of(work))
        .containsEntry(Labels.FINGERPRINT, Samples.FINGERPRINT.substring(0, 63))
        .allSatisfy((key, value) -> assertThat(value).as(key).matches(VALUE));
  }

  @Test
  void jobsAreNamedByTypeFingerprintAndAttempt() {
    assertThat(JobNames.of("trainDetector", Samples.FINGERPRINT, 2))
        .isEqualTo("traindetector-0123456789abcdef0123-2");
  }

  @Property
  void jobNamesAreShortDnsNames(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String type,
      @ForAll @Positive int attempt,
      @ForAll @IntRange(max = 99999) int index) {
    var name = JobNames.of(type, Samples.FINGERPRINT, attempt);

    assertThat(name).matches("[a-z][-a-z0-9]*[a-z0-9]").hasSizeLessThanOrEqualTo(52);
    assertThat(name + "-" + index).hasSizeLessThanOrEqualTo(63);
  }
}
