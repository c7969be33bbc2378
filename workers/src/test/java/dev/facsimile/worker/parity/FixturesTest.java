package dev.facsimile.worker.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("parity")
class FixturesTest {
  @Test
  void aFolderWithUnreadFilesFailsAndExceptionsAreByPattern() {
    var metrics = Fixtures.folder("metrics");

    metrics.json("expected.json");
    var rows = metrics.csv("tiny_truth.csv");

    assertThat(rows.get(0)).containsKeys("query_id", "reference_id");
    assertThatThrownBy(() -> metrics.assertEverythingRead("*.csv"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("errors.json")
        .hasMessageNotContaining("expected.json");
    metrics.assertEverythingRead("*.csv", "errors.json");
  }

  @Test
  void aMissingFileFails() {
    var metrics = Fixtures.folder("metrics");

    assertThatThrownBy(() -> metrics.bytes("no such file")).isInstanceOf(AssertionError.class);
  }
}
