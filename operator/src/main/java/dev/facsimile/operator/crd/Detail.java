package dev.facsimile.operator.crd;

/**
 * How much of what the records say a schema repeats.
 *
 * @param descriptions texts for {@code kubectl explain}
 * @param defaults default values, which the API server writes into stored objects
 * @param rules rules in CEL
 */
record Detail(boolean descriptions, boolean defaults, boolean rules) {
  /** All: what users write. */
  static final Detail FULL = new Detail(true, true, true);

  /** What the operator alone writes. */
  static final Detail STATUS = new Detail(true, false, false);
}
