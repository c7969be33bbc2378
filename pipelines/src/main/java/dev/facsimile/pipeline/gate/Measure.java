package dev.facsimile.pipeline.gate;

/** What of an evaluation a gate can judge. */
public enum Measure {
  /** Micro-average precision. */
  MICRO_AP("microAp"),
  /** Recall at 90 % precision. */
  RECALL_AT_P90("recallAtP90"),
  /** Share of queries whose best match is right. */
  RECALL_AT_1("recallAt1");

  private final String key;

  Measure(String key) {
    this.key = key;
  }

  /** Its name in pipeline files and scores. */
  public String key() {
    return key;
  }
}
