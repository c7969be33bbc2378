package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.synthesize.recipe.OtherPictures;
import dev.facsimile.worker.synthesize.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Views of training images: a decoded picture through the reference recipe, resized and encoded as
 * the synthesize stage does it, on one core and on all.
 */
final class ViewsBenchmark implements Benchmark {
  private static final int VIEWS = 16;
  private static final int JPEG_QUALITY = 100;
  private static final String RECIPE = "isc21";

  private final List<Pictures> pictures;
  private final int sizePx;
  private final int cores;
  private final Recipe recipe = new Recipe(BuiltInRecipes.read(RECIPE));

  ViewsBenchmark(List<Pictures> pictures, int sizePx, int cores) {
    this.pictures = pictures;
    this.sizePx = sizePx;
    this.cores = cores;
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    var figures = new ArrayList<Figure>();
    for (var originals : pictures) {
      var input =
          "%d decoded %s, recipe %s, to %d px JPEG %d"
              .formatted(originals.count(), originals.size(), RECIPE, sizePx, JPEG_QUALITY);
      for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
        var views = IntStream.range(0, VIEWS * threads).boxed().toList();
        var timings = watch.time(() -> Parallel.map(views, threads, view -> make(originals, view)));
        var name =
            "views of %s, %s".formatted(originals.size(), threads == 1 ? "1 core" : "all cores");
        figures.add(Figure.rate(name, timings, views.size(), "views/s", input));
      }
    }
    return figures;
  }

  private byte[] make(Pictures originals, int view) {
    OtherPictures pool =
        draws -> {
          int index = draws.below(originals.count());
          return new OtherPictures.Other("picture " + index, originals.drawn().get(index));
        };
    var original = originals.drawn().get(view % originals.count());
    var augmented = recipe.apply(original, Philox.of(1, "bench views", view), pool).pixels();
    return JpegEncoder.encode(
        Resize.resize(augmented, sizePx, sizePx, Filter.BILINEAR), JPEG_QUALITY);
  }
}
