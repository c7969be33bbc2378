package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.ChallengeSpec;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.Produces;
import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of step. A version is raised by hand when equal parameters and inputs would give other
 * bytes than before; it is part of every fingerprint.
 */
public enum StageType {
  /** Makes a training set by augmentation. */
  SYNTHESIZE(1, SynthesizeSpec.class),
  /** Makes queries with known answers. */
  CHALLENGE(2, ChallengeSpec.class),
  /** Trains a descriptor network. */
  TRAIN(1, TrainSpec.class),
  /** Describes pictures. */
  EXTRACT(1, ExtractSpec.class),
  /** Corrects descriptors by a background. */
  NORMALIZE(1, NormalizeSpec.class),
  /** Finds the best pairs. */
  MATCH(1, MatchSpec.class),
  /** Scores matches. */
  EVALUATE(1, EvaluateSpec.class);

  private final int version;
  private final Class<? extends Record> parameters;

  StageType(int version, Class<? extends Record> parameters) {
    this.version = version;
    this.parameters = parameters;
  }

  /** The stage type of a key such as {@code extract}. */
  public static Optional<StageType> of(String key) {
    return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
  }

  /** The type's field in a stage and folder in a store, for example {@code extract}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Version of what the type does. */
  public int version() {
    return version;
  }

  /** The record of its parameters. */
  public Class<? extends Record> parameters() {
    return parameters;
  }

  /** The shape of its parameters. */
  public RecordShape shape() {
    return ShapeReader.of(parameters);
  }

  /** What its artifact can be read as. */
  public List<ArtifactKind> produces() {
    return List.of(parameters.getAnnotation(Produces.class).value());
  }

  /** Whether its work is cut into shares of pictures. */
  public boolean isDivided() {
    return shape().fields().values().stream().anyMatch(Field::divides);
  }
}
