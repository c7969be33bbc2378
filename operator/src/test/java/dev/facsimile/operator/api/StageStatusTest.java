package dev.facsimile.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageStatusTest {
  @Test
  void thatAListingHasBegunIsProgressOnly() {
    // given a listing and a stage whose Jobs were just made
    var listing = running(StageStatus.of("photos", "catalog", 1), "Starting");
    var stage = running(StageStatus.of("model", "train", 1), "Starting");

    // when their pods begin, then it is progress of the one and news of the other
    assertThat(running(listing, "Running").withoutProgress()).isEqualTo(listing.withoutProgress());
    assertThat(running(stage, "Running").withoutProgress()).isNotEqualTo(stage.withoutProgress());
  }

  @Test
  void thatAListingWaitsIsNews() {
    var listing = running(StageStatus.of("photos", "catalog", 1), "Starting");
    var waiting = listing.toBuilder().state(StageState.WAITING, "Unschedulable", "no node").build();

    assertThat(waiting.withoutProgress()).isNotEqualTo(listing.withoutProgress());
  }

  private static StageStatus running(StageStatus stage, String reason) {
    return stage.toBuilder().state(StageState.RUNNING, reason, null).build();
  }
}
