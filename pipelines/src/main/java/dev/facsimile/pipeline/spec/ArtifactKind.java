package dev.facsimile.pipeline.spec;

/** What a name of a pipeline file stands for when a stage reads it. */
public enum ArtifactKind {
  /** A collection of pictures, each with an id. */
  IMAGES,
  /** Augmented views of training pictures, grouped by id. */
  DATASET,
  /** A descriptor network with its weights. */
  MODEL,
  /** Vectors with the ids of the pictures they describe. */
  DESCRIPTORS,
  /** Scored pairs of a query and a reference. */
  MATCHES,
  /** Which pairs are copies. */
  TRUTH,
  /** Metrics of a list of matches against a ground truth. */
  EVALUATION,
  /** One file from outside, read as what the stage needs it for. */
  FILE
}
