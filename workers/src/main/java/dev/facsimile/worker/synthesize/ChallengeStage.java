package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.spec.ChallengeSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.ImageCollection.Entry;
import dev.facsimile.worker.stage.Rejections;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.synthesize.recipe.Augmented;
import dev.facsimile.worker.synthesize.recipe.OtherPictures;
import dev.facsimile.worker.synthesize.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes queries with known answers: edited copies of references, and edited distractors. Queries
 * are numbered in a random order, so that a number says nothing.
 *
 * <p>Writes {@code queries.tar}, {@code index.csv} ({@code id,path,offset,length,sha256}: where
 * each query's JPEG file lies in the tar file), {@code ground_truth.csv} ({@code
 * query_id,reference_id}, as the contest has it: an empty reference for a distractor, a line for
 * each reference identical to the original), {@code edits.csv} ({@code query_id,edit}), {@code
 * edits.jsonl} with everything drawn, and {@code rejected.csv}.
 */
public final class ChallengeStage implements Stage<ChallengeSpec> {
  private final Recipe recipe;

  /** A stage that follows a recipe, defaults filled in. */
  public ChallengeStage(List<AugmentationSpec> recipe) {
    this.recipe = new Recipe(recipe);
  }

  /** A decoded picture and those that were tried before it. */
  private record Original(Entry entry, Pixels pixels, Map<String, String> rejected) {}

  private record Query(QueryPlan plan, Original original, Augmented augmented, byte[] file) {}

  @Override
  public void run(ChallengeSpec parameters, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    var references = inputs.images("references");
    var hasDistractors = inputs.has("distractors");
    var distractors =
        hasDistractors ? QueryPlan.strangers(inputs.images("distractors"), references) : null;
    var plans = QueryPlan.all(parameters, references, distractors);
    var pool =
        PicturePool.of(
            parameters.overlays(), inputs, hasDistractors ? "distractors" : "references");
    var rejections = new Rejections();
    try (var files = new QueryFiles(output, references)) {
      InOrder.forEach(
          plans,
          Runtime.getRuntime().availableProcessors(),
          plan -> make(plan, parameters, pool),
          query -> {
            query.original().rejected().forEach(rejections::add);
            files.add(query.plan(), query.original().entry(), query.augmented(), query.file());
            output.progress().at(query.plan().number() + 1L, plans.size(), "queries");
          });
    }
    rejections.write(output.create(RejectedPictures.FILE_NAME));
    rejections.check(plans.size() + rejections.count(), parameters.maxRejectedFraction());
    output.count("images", plans.size());
    output.count("copies", parameters.copies());
    output.count("distractors", parameters.distractorQueries());
    output.count("rejected", rejections.count());
  }

  private Query make(QueryPlan plan, ChallengeSpec parameters, OtherPictures pool)
      throws IOException {
    var random = Philox.of(parameters.seed(), "query", plan.kind(), plan.slot());
    var original = original(plan, random);
    var augmented = augment(original.pixels(), parameters, random, pool);
    var file = JpegEncoder.encode(augmented.pixels(), parameters.jpegQuality());
    return new Query(plan, original, augmented, file);
  }

  private Augmented augment(
      Pixels original, ChallengeSpec parameters, Philox random, OtherPictures pool) {
    if (parameters.minEdits() == null && parameters.maxEdits() == null) {
      return recipe.apply(original, random, pool);
    }
    int most = parameters.maxEdits() == null ? recipe.size() : parameters.maxEdits();
    int fewest = Math.min(most, parameters.minEdits() == null ? 1 : parameters.minEdits());
    return recipe.applySome(fewest + random.below(most - fewest + 1), original, random, pool);
  }

  /** The planned picture; when it cannot be read, another one drawn from the same collection. */
  private static Original original(QueryPlan plan, Philox random) throws IOException {
    ImageCollection collection = plan.collection();
    var rejected = new LinkedHashMap<String, String>();
    var entry = plan.first();
    while (true) {
      try {
        return new Original(entry, ImageDecoder.decode(collection.read(entry)), rejected);
      } catch (RejectedImageException e) {
        rejected.put(entry.id(), e.getMessage());
      }
      var left = new ArrayList<Entry>();
      for (var candidate : collection.entries()) {
        if (!rejected.containsKey(candidate.id())) {
          left.add(candidate);
        }
      }
      if (left.isEmpty()) {
        throw new TaskException(
            ExitCode.BAD_INPUT,
            plan.kind()
                + ": none of the "
                + rejected.size()
                + " pictures can be read; the first is "
                + plan.first().path()
                + ": "
                + rejected.get(plan.first().id()));
      }
      entry = left.get(random.below(left.size()));
    }
  }
}
