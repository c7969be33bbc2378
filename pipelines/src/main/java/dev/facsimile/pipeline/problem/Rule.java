package dev.facsimile.pipeline.problem;

import java.util.Locale;

/** Every rule that a pipeline file has to keep. The ids are stable: tools may filter by them. */
public enum Rule {
  /** The file is well-formed YAML or JSON. */
  SYNTAX("The file is well-formed YAML or JSON, of sensible size and depth"),
  /** The file holds one pipeline. */
  DOCUMENT("The file holds a document with our apiVersion and kind Pipeline, or the named one"),
  /** Metadata as Kubernetes wants it. */
  METADATA("metadata has a name of at most 40 characters and only fields of Kubernetes"),
  /** Keys are unique. */
  DUPLICATE_KEY("A mapping names each key once"),
  /** Fields exist. */
  UNKNOWN_FIELD("Every field is one that the language has"),
  /** Values have the field's type. */
  WRONG_TYPE("A value has its field's type"),
  /** Values are within bounds. */
  OUT_OF_RANGE("A number, text or list is within the field's bounds"),
  /** Values are among those possible. */
  UNKNOWN_VALUE("A value of a closed set is one of the set"),
  /** Required fields are there. */
  REQUIRED("A required field is given"),
  /** Unions have one member. */
  EXACTLY_ONE("Of fields that exclude each other exactly one is given"),
  /** Ranges are not reversed. */
  RANGE_ORDER("The lower end of a range is not above its upper end"),
  /** Names have a simple form. */
  BAD_NAME("A name is a letter followed by at most 39 letters and digits"),
  /** Names are unique. */
  DUPLICATE_NAME("Sources and stages share one namespace of names; a recipe hides no built-in one"),
  /** Names stand for something. */
  UNKNOWN_NAME("A name that is read is the name of a source, stage or recipe"),
  /** Inputs have the right kind. */
  WRONG_KIND("What is read is of a kind that the field can take"),
  /** No cycles. */
  CYCLE("No stage or slice reads, through others, itself"),
  /** Only comparable descriptors meet. */
  MIXED_SPACES("Descriptors that meet were made by the same model, scales and corrections"),
  /** Corrections stand on the right side. */
  WRONG_SIDE("A correction is applied to the side, or the sides, of a match that it is made for"),
  /** URIs can be opened. */
  BAD_URI("A URI is a path, file: or s3://bucket/..., an artifact key is type/fingerprint"),
  /** Schedules are cron expressions. */
  BAD_SCHEDULE("A schedule is a cron expression of five fields in a known time zone"),
  /** Distractor queries have originals. */
  DISTRACTORS("Distractor queries need a collection of distractors"),
  /** A batch can be sampled. */
  BATCH("A batch can be drawn from the dataset and divided into its shards"),
  /** The loss can be computed. */
  LOSS("The loss has a term, and every term has what it compares"),
  /** Lists of sizes make sense. */
  SIZES("A list of sizes has as many members as it needs, each sensible"),
  /** Threads get cores. */
  THREADS("A stage has no more threads than its pod has processors"),
  /** Gates judge evaluations. */
  GATE("A gate names an evaluation, a measure of it, and what a gain is over"),
  /** Promotion is backed by its evidence. */
  PROMOTION("What is promoted is what its evidence measured"),
  /** Sources are used. */
  UNUSED_SOURCE("Every source is read by something", true),
  /** Recipes are used. */
  UNUSED_RECIPE("Every recipe is used by a stage", true),
  /** Metric fits the scores. */
  METRIC("Descriptors with score normalisation are matched by inner product", true);

  private final String description;
  private final boolean warning;

  Rule(String description) {
    this(description, false);
  }

  Rule(String description, boolean warning) {
    this.description = description;
    this.warning = warning;
  }

  /** Stable name in kebab case, for example {@code unknown-field}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What holds when the rule is kept, as one sentence without a full stop. */
  public String description() {
    return description;
  }

  /** Whether a pipeline that breaks the rule can be planned all the same. */
  public boolean isWarning() {
    return warning;
  }
}
