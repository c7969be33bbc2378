package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.ColorSteps;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.GrayscaleStep.Mode;
import dev.facsimile.pipeline.spec.recipe.FilterSteps;
import dev.facsimile.worker.image.Blur;
import dev.facsimile.worker.image.Colour;
import dev.facsimile.worker.image.Geometry;
import dev.facsimile.worker.image.Noise;
import dev.facsimile.worker.image.Paste;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.random.NumpyRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations on colour and detail; the canvas stays. */
final class AppearanceOperations {
  private static final List<String> JITTER = List.of("brightness", "contrast", "saturation", "hue");

  private AppearanceOperations() {}

  static Composition colorJitter(
      ColorSteps.ColorJitterStep step, Composition picture, Draws draws) {
    var order = new ArrayList<String>();
    for (int i : draws.random().permutation(JITTER.size())) {
      order.add(JITTER.get(i));
    }
    draws.note("order", order);
    double brightness = draws.uniform("brightness", step.brightness());
    double contrast = draws.uniform("contrast", step.contrast());
    double saturation = draws.uniform("saturation", step.saturation());
    double hue = draws.uniform("hue", step.hue());
    Pixels pixels = picture.pixels();
    for (var kind : order) {
      pixels =
          switch (kind) {
            case "brightness" -> Colour.brightness(pixels, brightness);
            case "contrast" -> Colour.contrast(pixels, contrast);
            case "saturation" -> Colour.saturation(pixels, saturation);
            default -> Colour.hue(pixels, hue);
          };
    }
    return picture.with(pixels);
  }

  static Composition brightness(ColorSteps.BrightnessStep step, Composition picture, Draws draws) {
    return picture.with(
        Colour.brightness(picture.pixels(), draws.uniform("factor", step.factor())));
  }

  static Composition contrast(ColorSteps.ContrastStep step, Composition picture, Draws draws) {
    return picture.with(Colour.contrast(picture.pixels(), draws.uniform("factor", step.factor())));
  }

  static Composition saturation(ColorSteps.SaturationStep step, Composition picture, Draws draws) {
    return picture.with(
        Colour.saturation(picture.pixels(), draws.uniform("factor", step.factor())));
  }

  static Composition grayscale(ColorSteps.GrayscaleStep step, Composition picture, Draws draws) {
    return picture.with(
        step.mode() == Mode.AVERAGE
            ? Colour.averageGrayscale(picture.pixels())
            : Colour.grayscale(picture.pixels()));
  }

  static Composition opacity(ColorSteps.OpacityStep step, Composition picture, Draws draws) {
    return picture.with(Paste.fade(picture.pixels(), draws.uniform("level", step.level())));
  }

  static Composition pixelize(FilterSteps.PixelizeStep step, Composition picture, Draws draws) {
    double ratio = draws.uniform("ratio", step.ratio());
    return picture.with(
        Resize.pixelize(
            picture.pixels(),
            GeometryOperations.atLeastOnePixel(ratio, picture.pixels()),
            GeometryOperations.filter(step.filter())));
  }

  static Composition shufflePixels(
      FilterSteps.ShufflePixelsStep step, Composition picture, Draws draws) {
    double factor = draws.uniform("factor", step.factor());
    var pixels = picture.pixels();
    if (step.shuffleSeed() == null) {
      return picture.with(Noise.shufflePixels(pixels, factor, draws.random()));
    }
    int count = pixels.width() * pixels.height();
    var random = new NumpyRandom(step.shuffleSeed());
    int[] positions = Arrays.copyOf(random.permutation(count), (int) (factor * count));
    int[] order = random.permutation(positions.length);
    var sources = new int[positions.length];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = positions[order[i]];
    }
    return picture.with(Geometry.shufflePixels(pixels, positions, sources));
  }

  static Composition blur(FilterSteps.BlurStep step, Composition picture, Draws draws) {
    return picture.with(
        Blur.gaussian(picture.pixels(), draws.uniform("radiusPx", step.radiusPx())));
  }

  static Composition sharpen(FilterSteps.SharpenStep step, Composition picture, Draws draws) {
    return picture.with(Blur.sharpen(picture.pixels(), draws.uniform("factor", step.factor())));
  }

  static Composition randomNoise(
      FilterSteps.RandomNoiseStep step, Composition picture, Draws draws) {
    double mean = draws.uniform("mean", step.mean());
    double variance = draws.uniform("variance", step.variance());
    return picture.with(Noise.gaussian(picture.pixels(), mean, variance, draws.random()));
  }

  static Composition encodingQuality(
      FilterSteps.EncodingQualityStep step, Composition picture, Draws draws) {
    int quality = draws.whole("quality", step.quality());
    return picture.with(JpegEncoder.recompress(picture.pixels(), quality));
  }
}
