package dev.facsimile.operator.sweep;

import java.time.Instant;
import java.util.Optional;

/** Whose turn it is. */
enum Turn {
  /** It has been long enough since the last sweep. */
  SWEEP,
  /** Not yet. */
  WAIT,
  /** Never seen before, or its mark tells nonsense: the interval begins now. */
  MARK;

  /** Decides about a namespace; pure. */
  static Turn of(String namespace, Optional<SweepMark> mark, SweepSettings settings, Instant now) {
    if (mark.isEmpty() || mark.get().time().isAfter(now)) {
      return MARK;
    }
    var next = mark.get().time().plus(settings.pause(namespace));
    return next.isAfter(now) ? WAIT : SWEEP;
  }
}
