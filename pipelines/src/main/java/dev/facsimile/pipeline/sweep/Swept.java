package dev.facsimile.pipeline.sweep;

import java.util.List;

/**
 * What became of a plan.
 *
 * @param removed what has gone
 * @param spared what stays after all: named or written since the plan was made
 */
public record Swept(List<Removal> removed, List<Removal> spared) {
  /** Copies the lists. */
  public Swept {
    removed = List.copyOf(removed);
    spared = List.copyOf(spared);
  }

  /** How many bytes have gone. */
  public long bytes() {
    return removed.stream().mapToLong(Removal::bytes).sum();
  }
}
