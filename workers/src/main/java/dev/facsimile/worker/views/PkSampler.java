package dev.facsimile.worker.views;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.random.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * P x K sampling (Hermans, Beyer, Leibe, "In defense of the triplet loss", 2017): each batch has P
 * distinct images and of each an anchor view and K-1 others, without replacement. The images pass
 * by in a random order that is drawn anew when fewer than P are left of it. What a step gets
 * depends on (seed, stream, step) alone. Safe for several threads.
 */
public final class PkSampler {
  /**
   * What a batch takes of one image.
   *
   * @param group position of the image in its index
   * @param classIndex class of the image
   * @param views numbers of the views, the anchor first
   */
  public record Draw(int group, int classIndex, List<Integer> views) {}

  private record Pass(long number, int[] order) {}

  private final List<ViewGroup> groups;
  private final int idsPerBatch;
  private final int viewsPerId;
  private final long seed;
  private final String stream;
  private volatile Pass latest;

  /**
   * A sampler of a dataset.
   *
   * @param stream name that sets its draws apart from those of other samplers of the same seed
   * @throws TaskException (78) when an image has fewer than {@code viewsPerId} views, or there are
   *     fewer than {@code idsPerBatch} images
   */
  public PkSampler(ViewIndex index, int idsPerBatch, int viewsPerId, long seed, String stream) {
    this.groups = index.groups();
    this.idsPerBatch = idsPerBatch;
    this.viewsPerId = viewsPerId;
    this.seed = seed;
    this.stream = stream;
    if (groups.size() < idsPerBatch) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "idsPerBatch is %d, but the dataset has %d images; lower idsPerBatch or synthesize more"
              .formatted(idsPerBatch, groups.size()));
    }
    for (var group : groups) {
      if (group.views() < viewsPerId) {
        throw new TaskException(
            ExitCode.BAD_CONFIGURATION,
            "viewsPerId is %d, but %s has %d views; lower viewsPerId or raise viewsPerImage of the"
                    .formatted(viewsPerId, group.id(), group.views())
                + " synthesize stage");
      }
    }
  }

  /** The draws of a step, counted from 0 over all epochs; P entries of K views each. */
  public List<Draw> batch(long step) {
    int batchesPerPass = groups.size() / idsPerBatch;
    var order = order(step / batchesPerPass);
    int first = (int) (step % batchesPerPass) * idsPerBatch;
    var draws = new ArrayList<Draw>(idsPerBatch);
    for (int position = 0; position < idsPerBatch; position++) {
      int group = order[first + position];
      var random = Philox.of(seed, stream, "views", step, position);
      var views = new ArrayList<Integer>(viewsPerId);
      for (int view : random.prefixOfPermutation(groups.get(group).views(), viewsPerId)) {
        views.add(view);
      }
      draws.add(new Draw(group, groups.get(group).classIndex(), views));
    }
    return draws;
  }

  private int[] order(long number) {
    var pass = latest;
    if (pass == null || pass.number != number) {
      pass = new Pass(number, Philox.of(seed, stream, "ids", number).permutation(groups.size()));
      latest = pass;
    }
    return pass.order;
  }
}
