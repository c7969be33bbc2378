package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A list of augmentations. All randomness comes from the generator given with the picture. */
public final class Recipe {
  private static final long MAX_PIXELS = 1L << 26;
  private static final int MAX_SIDE = 1 << 15;

  private record Step(String name, double probability, Record operation) {}

  private final List<Step> steps = new ArrayList<>();

  /**
   * The recipe that a pipeline file describes, defaults filled in.
   *
   * @throws TaskException (78) when a step has not exactly one operation
   */
  public Recipe(List<AugmentationSpec> specs) {
    for (var spec : specs) {
      var operations = spec.operations();
      if (operations.size() != 1) {
        throw new TaskException(
            ExitCode.BAD_CONFIGURATION,
            "step "
                + (steps.size() + 1)
                + " of the recipe must have exactly one operation, not "
                + operations.keySet());
      }
      operations.forEach((name, step) -> steps.add(new Step(name, spec.probability(), step)));
    }
  }

  /** Number of steps. */
  public int size() {
    return steps.size();
  }

  /** Every step with its probability. */
  public Augmented apply(Pixels picture, Philox random, OtherPictures pool) {
    return apply(picture, random, pool, step -> random.chance(steps.get(step).probability()));
  }

  /**
   * A random choice of so many steps (all of them, if there are fewer), applied surely and in the
   * recipe's order.
   */
  public Augmented applySome(int edits, Pixels picture, Philox random, OtherPictures pool) {
    var chosen = new boolean[size()];
    for (int step : random.prefixOfPermutation(size(), Math.min(edits, size()))) {
      chosen[step] = true;
    }
    return apply(picture, random, pool, step -> chosen[step]);
  }

  private Augmented apply(
      Pixels picture, Philox random, OtherPictures pool, IntPredicate isApplied) {
    var composition = Composition.of(picture);
    var edits = new ArrayList<Edit>();
    for (int i = 0; i < steps.size(); i++) {
      if (isApplied.test(i)) {
        var step = steps.get(i);
        var draws = new Draws(random, pool);
        composition = Operations.apply(step.operation(), composition, draws);
        edits.add(new Edit(step.name(), draws.noted()));
        checkSize(composition, step.name());
      }
    }
    return new Augmented(composition.pixels(), composition.boxes(), List.copyOf(edits));
  }

  private static void checkSize(Composition composition, String step) {
    int width = composition.width();
    int height = composition.height();
    if ((long) width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          String.format(
              "step %s of the recipe made a picture of %d x %d pixels; the limit is %d pixels"
                  + " and %d to a side: lower its factors or put a resize step before it",
              step, width, height, MAX_PIXELS, MAX_SIDE));
    }
  }
}
