package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import dev.facsimile.pipeline.spec.ChallengeSpec;
import dev.facsimile.pipeline.spec.EvaluateSpec;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Rules about the parameters of one stage, some of them together with those of its inputs. */
final class StageRules {
  private static final int STAGES_OF_A_NETWORK = 4;
  private static final int SMALLEST_SCALE_PX = 16;
  private static final int LARGEST_SCALE_PX = 2048;

  private final Map<String, PlannedStage> stages;
  private final Problems problems;

  /** The stages that are sound, by name. */
  StageRules(Map<String, PlannedStage> stages, Problems problems) {
    this.stages = stages;
    this.problems = problems;
  }

  void check() {
    stages.values().forEach(this::check);
  }

  private void check(PlannedStage stage) {
    var path = stage.path();
    if (stage.parameters() instanceof SynthesizeSpec synthesize) {
      checkSelection(path, synthesize);
    } else if (stage.parameters() instanceof ChallengeSpec challenge) {
      checkChallenge(stage, challenge);
    } else if (stage.parameters() instanceof TrainSpec train) {
      checkBatch(stage, train);
      checkLoss(path + ".loss", train);
      checkSizes(path + ".network.depths", train.network().depths(), 1, 100);
      if (train.network().depths().size() != STAGES_OF_A_NETWORK) {
        problems.add(
            path + ".network.depths", Rule.SIZES, "takes four numbers, one for each stage");
      }
      checkThreads(stage, train.threads());
    } else if (stage.parameters() instanceof ExtractSpec extract) {
      checkSizes(path + ".scalesPx", extract.scalesPx(), SMALLEST_SCALE_PX, LARGEST_SCALE_PX);
      checkThreads(stage, extract.threads());
    } else if (stage.parameters() instanceof NormalizeSpec normalize) {
      checkNeighbours(path + ".method.scoreNormalization", normalize);
    } else if (stage.parameters() instanceof EvaluateSpec evaluate) {
      checkSizes(path + ".recallAt", evaluate.recallAt(), 1, Integer.MAX_VALUE);
    }
  }

  private void checkSelection(String path, SynthesizeSpec synthesize) {
    var select = synthesize.select();
    if (select != null && select.percent() != null && select.percent() == 0) {
      problems.add(path + ".select.percent", Rule.OUT_OF_RANGE, "0 takes no picture at all");
    }
  }

  private void checkChallenge(PlannedStage stage, ChallengeSpec challenge) {
    var path = stage.path();
    if (challenge.distractorQueries() > 0 && challenge.distractors() == null) {
      problems.add(
          path + ".distractors",
          Rule.DISTRACTORS,
          challenge.distractorQueries()
              + " distractor queries need a collection of distractors; name one, or set"
              + " distractorQueries: 0");
    }
    if (challenge.distractorQueries() + (long) challenge.copies() == 0) {
      problems.add(path, Rule.OUT_OF_RANGE, "makes no query: copies and distractorQueries are 0");
    }
    var min = challenge.minEdits();
    var max = challenge.maxEdits();
    if (min != null && max != null && min > max) {
      problems.add(
          path + ".minEdits", Rule.RANGE_ORDER, "minEdits " + min + " is above maxEdits " + max);
    }
    if (min != null && !stage.recipe().isEmpty() && min > stage.recipe().size()) {
      problems.add(
          path + ".minEdits",
          Rule.OUT_OF_RANGE,
          min + " edits are more than the " + stage.recipe().size() + " steps of the recipe");
    }
  }

  private void checkBatch(PlannedStage stage, TrainSpec train) {
    var path = stage.path();
    var batch = (long) train.idsPerBatch() * train.viewsPerId();
    if (batch % train.batchShards() != 0) {
      problems.add(
          path + ".batchShards",
          Rule.BATCH,
          "a batch of "
              + train.idsPerBatch()
              + " ids x "
              + train.viewsPerId()
              + " views does not divide into "
              + train.batchShards()
              + " shards");
    } else if (batch == train.batchShards()) {
      problems.add(
          path + ".batchShards",
          Rule.BATCH,
          "a shard of one view has no batch statistics: lower batchShards, or raise idsPerBatch or"
              + " viewsPerId");
    }
    var dataset = stages.get(train.dataset());
    if (dataset != null
        && dataset.parameters() instanceof SynthesizeSpec synthesize
        && train.viewsPerId() > synthesize.viewsPerImage()) {
      problems.add(
          path + ".viewsPerId",
          Rule.BATCH,
          train.viewsPerId()
              + " different views of an id are drawn, but \""
              + train.dataset()
              + "\" makes "
              + synthesize.viewsPerImage());
    }
  }

  private void checkLoss(String path, TrainSpec train) {
    var loss = train.loss();
    if (train.epochs() == 0) {
      return;
    }
    var sum =
        loss.crossEntropyProjection()
            + loss.crossEntropyDescriptor()
            + loss.distillation()
            + loss.triplet()
            + loss.infoNce()
            + loss.koLeo();
    if (sum == 0) {
      problems.add(path, Rule.LOSS, "every term has weight 0: there is nothing to learn");
    }
    if (loss.distillation() > 0
        && (loss.crossEntropyProjection() == 0 || loss.crossEntropyDescriptor() == 0)) {
      problems.add(
          path + ".distillation",
          Rule.LOSS,
          "compares the two classifiers: crossEntropyProjection and crossEntropyDescriptor have to"
              + " be above 0");
    }
    if (train.idsPerBatch() == 1 && loss.triplet() + loss.infoNce() > 0) {
      problems.add(
          path,
          Rule.LOSS,
          "triplet and infoNce need pictures of other ids: idsPerBatch has to be at least 2");
    }
  }

  private void checkSizes(String path, List<Integer> sizes, int min, int max) {
    if (sizes.isEmpty()) {
      problems.add(path, Rule.SIZES, "is empty");
    }
    for (var i = 0; i < sizes.size(); i++) {
      var size = sizes.get(i);
      if (size < min || size > max) {
        problems.add(path + "[" + i + "]", Rule.SIZES, size + " is outside " + min + " to " + max);
      }
      if (sizes.indexOf(size) < i && min > 1) {
        problems.add(path + "[" + i + "]", Rule.SIZES, size + " is given twice");
      }
    }
  }

  private void checkNeighbours(String path, NormalizeSpec normalize) {
    var method = normalize.method().scoreNormalization();
    if (method != null && method.first() > method.last()) {
      problems.add(
          path, Rule.RANGE_ORDER, "first " + method.first() + " is above last " + method.last());
    }
  }

  private void checkThreads(PlannedStage stage, int threads) {
    var resources = stage.pod().resources();
    if (resources == null || resources.limits() == null || !resources.limits().containsKey("cpu")) {
      return;
    }
    var cpu = resources.limits().get("cpu");
    if (cpu.amount().compareTo(BigDecimal.valueOf(threads)) < 0) {
      problems.add(
          stage.path() + ".threads",
          Rule.THREADS,
          threads + " threads on a pod limited to " + cpu.text() + " processors");
    }
  }
}
