package dev.facsimile.worker.extract;

import ai.djl.ndarray.NDManager;
import dev.facsimile.pipeline.spec.ExtractSpec.Layer;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.Rejections;
import dev.facsimile.worker.stage.StageOutput.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The vectors of a collection's pictures.
 *
 * @param descriptors one row per readable picture, in the order of the ids
 * @param rejected the others
 */
public record Extraction(Descriptors descriptors, Rejections rejected) {
  private static final Progress NOBODY =
      new Progress() {
        @Override
        public void at(long done, long total, String unit) {}

        @Override
        public void figure(String name, double value) {}
      };

  /**
   * Describes every picture by a network at one scale, pictures upright.
   *
   * @param manager owner of the network's arrays meanwhile
   */
  public static Extraction byNetwork(
      ImageCollection images,
      NDManager manager,
      StoredModel model,
      int sizePx,
      double gemExponent,
      int batchSize)
      throws IOException, InterruptedException {
    var settings = new NetworkDescriber.Settings(List.of(sizePx), Layer.DESCRIPTOR, gemExponent);
    try (var describer = new NetworkDescriber(manager, model, settings)) {
      return of(images, true, describer, batchSize, NOBODY, () -> 0);
    }
  }

  /**
   * Describes every picture. Batches have exactly {@code batchSize} readable pictures in the order
   * of their ids, the last one the rest, so that they do not depend on timing.
   *
   * @param exifOrientation whether pictures are turned upright
   * @param nanos a clock, for the rate that is shown
   */
  static Extraction of(
      ImageCollection images,
      boolean exifOrientation,
      Describer describer,
      int batchSize,
      Progress progress,
      LongSupplier nanos)
      throws IOException, InterruptedException {
    var ids = new ArrayList<String>();
    var rejected = new Rejections();
    var vectors = new ArrayList<float[]>();
    var batch = new ArrayList<float[][]>(batchSize);
    int total = images.entries().size();
    long from = nanos.getAsLong();
    int threads = Runtime.getRuntime().availableProcessors();
    try (var reader =
        new PictureReader(images, exifOrientation, describer::prepare)
            .start(threads, batchSize + threads)) {
      while (reader.hasNext()) {
        var picture = reader.next();
        if (picture.rejection() != null) {
          rejected.add(picture.id(), picture.rejection());
          continue;
        }
        ids.add(picture.id());
        batch.add(picture.prepared());
        if (batch.size() == batchSize) {
          vectors.add(describe(describer, batch, ids));
          batch.clear();
          int done = ids.size() + rejected.count();
          progress.at(done, total, "images");
          progress.figure("imagesPerSecond", done * 1e9 / Math.max(1, nanos.getAsLong() - from));
        }
      }
    }
    if (!batch.isEmpty()) {
      vectors.add(describe(describer, batch, ids));
    }
    progress.at(total, total, "images");
    return new Extraction(descriptors(ids, vectors, describer.dimensions()), rejected);
  }

  private static float[] describe(Describer describer, List<float[][]> batch, List<String> ids) {
    var vectors = describer.describe(batch);
    for (int i = 0; i < vectors.length; i++) {
      if (!Float.isFinite(vectors[i])) {
        var id = ids.get(ids.size() - batch.size() + i / describer.dimensions());
        throw new TaskException(
            ExitCode.BAD_INPUT,
            "model: it describes %s by %s, so its weights are unusable; train it again, with a lower"
                    .formatted(id, vectors[i])
                + " learning rate if it diverged");
      }
    }
    return vectors;
  }

  private static Descriptors descriptors(List<String> ids, List<float[]> batches, int dimensions) {
    var vectors = new float[Math.multiplyExact(ids.size(), dimensions)];
    int end = 0;
    for (var batch : batches) {
      System.arraycopy(batch, 0, vectors, end, batch.length);
      end += batch.length;
    }
    return Descriptors.of(ids, vectors, dimensions);
  }
}
