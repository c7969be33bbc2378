package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.csv.CsvWriter;
import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
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
import dev.facsimile.worker.synthesize.recipe.Box;
import dev.facsimile.worker.synthesize.recipe.OtherPictures;
import dev.facsimile.worker.synthesize.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the views of each image: view 0 resized only (bicubic), the others by the recipe and then
 * resized (bilinear). What a view shows depends on seed, id, view number, recipe and the pool
 * alone.
 *
 * <p>Writes {@code views.tar} ({@code <id>_<view>.jpg}, all views of an id together, ids in order),
 * {@code views.csv} ({@code id,label,offset,length,views,sha256}: the range of an id's entries in
 * the tar file, headers included; identical files share a label), {@code boxes.jsonl} (views with
 * pasted pictures) and {@code rejected.csv} ({@code id,reason}). A share never fails on rejected
 * pictures: the stage as a whole is judged by whoever puts its shares together.
 */
public final class SynthesizeStage implements Stage<SynthesizeSpec> {
  private static final int LABEL_DIGITS = 16;

  private final Recipe recipe;

  /** A stage that follows a recipe, defaults filled in. */
  public SynthesizeStage(List<AugmentationSpec> recipe) {
    this.recipe = new Recipe(recipe);
  }

  /** All views of an image as JPEG files, or why there are none. */
  private record Made(Entry image, List<byte[]> views, List<ViewBoxes> boxes, String rejected) {}

  /** A line of {@code boxes.jsonl}. */
  private record ViewBoxes(String id, int view, List<Box> boxes) {}

  @Override
  public void run(SynthesizeSpec parameters, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    var images = inputs.images("images");
    var pool = PicturePool.of(parameters.overlays(), inputs, "images");
    var rejections = new Rejections();
    int total = images.entries().size();
    try (var tar = new TarShard(output.create("views.tar"));
        var index =
            new CsvWriter(
                output.create("views.csv"), "id", "label", "offset", "length", "views", "sha256");
        var boxes = new JsonLines(output.create("boxes.jsonl"))) {
      var done = new int[1];
      InOrder.forEach(
          images.entries(),
          Runtime.getRuntime().availableProcessors(),
          image -> make(image, images, pool, parameters),
          made -> {
            if (made.rejected() == null) {
              write(made, tar, index, boxes);
            } else {
              rejections.add(made.image().id(), made.rejected());
            }
            output.progress().at(++done[0], total, "images");
          });
    }
    rejections.write(output.create(RejectedPictures.FILE_NAME));
    int used = total - rejections.count();
    output.count("images", used);
    output.count("views", (long) used * parameters.viewsPerImage());
    output.count("rejected", rejections.count());
  }

  private Made make(
      Entry image, ImageCollection images, OtherPictures pool, SynthesizeSpec parameters)
      throws IOException {
    Pixels original;
    try {
      original = ImageDecoder.decode(images.read(image));
    } catch (RejectedImageException e) {
      return new Made(image, List.of(), List.of(), e.getMessage());
    }
    int size = parameters.sizePx();
    var views = new ArrayList<byte[]>();
    var boxes = new ArrayList<ViewBoxes>();
    var plain = Resize.resize(original, size, size, Filter.BICUBIC);
    views.add(JpegEncoder.encode(plain, parameters.jpegQuality()));
    for (int view = 1; view < parameters.viewsPerImage(); view++) {
      var random = Philox.of(parameters.seed(), "view", image.id(), view);
      var augmented = recipe.apply(original, random, pool);
      var pixels = Resize.resize(augmented.pixels(), size, size, Filter.BILINEAR);
      views.add(JpegEncoder.encode(pixels, parameters.jpegQuality()));
      if (!augmented.boxes().isEmpty()) {
        boxes.add(new ViewBoxes(image.id(), view, augmented.boxes()));
      }
    }
    return new Made(image, views, boxes, null);
  }

  private static void write(Made made, TarShard tar, CsvWriter index, JsonLines boxes)
      throws IOException {
    var image = made.image();
    long offset = tar.position();
    var digest = Digests.newSha256();
    for (int view = 0; view < made.views().size(); view++) {
      tar.add(image.id() + "_" + view + ".jpg", made.views().get(view));
      digest.update(made.views().get(view));
    }
    var label = image.sha256().substring(0, LABEL_DIGITS);
    index.row(
        image.id(),
        label,
        offset,
        tar.position() - offset,
        made.views().size(),
        Digests.hex(digest.digest()));
    for (var line : made.boxes()) {
      boxes.add(line);
    }
  }
}
