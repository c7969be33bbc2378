package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.plan.StageType;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.worker.evaluate.EvaluateStage;
import dev.facsimile.worker.extract.ExtractStage;
import dev.facsimile.worker.search.MatchStage;
import dev.facsimile.worker.search.NormalizeStage;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.synthesize.ChallengeStage;
import dev.facsimile.worker.synthesize.SynthesizeStage;
import dev.facsimile.worker.train.TrainStage;
import java.util.List;

/** The implementation of every stage type. */
final class Stages {
  private Stages() {}

  /** The stage of a type, which takes that type's parameters record. */
  static Stage<?> of(StageType type, List<AugmentationSpec> recipe) {
    return switch (type) {
      case SYNTHESIZE -> new SynthesizeStage(recipe);
      case CHALLENGE -> new ChallengeStage(recipe);
      case TRAIN -> new TrainStage();
      case EXTRACT -> new ExtractStage();
      case NORMALIZE -> new NormalizeStage();
      case MATCH -> new MatchStage();
      case EVALUATE -> new EvaluateStage();
    };
  }
}
