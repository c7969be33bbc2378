package dev.facsimile.worker.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * What {@code score.json} holds. Figures that are not defined (90 % precision never reached) are
 * absent. Recall after an edit is given at the threshold of the whole set, so that edits compare.
 *
 * @param microAp micro-average precision
 * @param recallAtP90 recall at 90 % precision
 * @param thresholdAtP90 score of the last pair accepted there
 * @param recallAt rank (from 1) -> share of the true pairs found by it
 * @param queries queries of the ground truth
 * @param pairs true pairs
 * @param matches scored pairs
 * @param intervals bootstrap intervals by figure; absent without samples
 * @param edits recall by edit; absent when the edits are not known
 * @param comparisons one entry per list of matches compared with, in order
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Score(
    BigDecimal microAp,
    BigDecimal recallAtP90,
    BigDecimal thresholdAtP90,
    SortedMap<Integer, BigDecimal> recallAt,
    int queries,
    int pairs,
    int matches,
    SortedMap<String, List<BigDecimal>> intervals,
    List<EditScore> edits,
    List<Comparison> comparisons) {

  /**
   * Recall of the queries made by an edit.
   *
   * @param edit name of the edit
   * @param queries queries made by it that have a true pair
   * @param pairs their true pairs
   * @param recallAtP90 share of the pairs above the threshold at 90 % precision of the whole set
   * @param recallAt1 share of the pairs found at rank 1
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record EditScore(
      String edit, int queries, int pairs, BigDecimal recallAtP90, BigDecimal recallAt1) {}

  /**
   * Other matches of the same queries, and what is gained over them; recall that is not defined
   * counts as 0 in a gain.
   *
   * @param digest content digest of the other matches
   * @param microAp their micro-average precision
   * @param recallAtP90 their recall at 90 % precision
   * @param microApGain what the scored matches are above it
   * @param recallAtP90Gain what the scored matches are above it
   * @param intervals paired bootstrap intervals of the gains
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Comparison(
      String digest,
      BigDecimal microAp,
      BigDecimal recallAtP90,
      BigDecimal microApGain,
      BigDecimal recallAtP90Gain,
      SortedMap<String, List<BigDecimal>> intervals) {}
}
