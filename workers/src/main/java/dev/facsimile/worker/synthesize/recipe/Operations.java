package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.ColorSteps;
import dev.facsimile.pipeline.spec.recipe.FilterSteps;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps;
import dev.facsimile.pipeline.spec.recipe.PasteSteps;
import dev.facsimile.pipeline.spec.recipe.TextSteps;
import java.util.HashMap;
import java.util.Map;

/** Which operation belongs to which step of the pipeline language. */
final class Operations {
  private static final Map<Class<?>, Operation<?>> BY_STEP = new HashMap<>();

  static {
    put(GeometrySteps.RandomResizedCropStep.class, GeometryOperations::randomResizedCrop);
    put(GeometrySteps.CropStep.class, GeometryOperations::crop);
    put(GeometrySteps.ResizeStep.class, GeometryOperations::resize);
    put(GeometrySteps.ScaleStep.class, GeometryOperations::scale);
    put(GeometrySteps.AspectRatioStep.class, GeometryOperations::changeAspectRatio);
    put(GeometrySteps.RotateStep.class, GeometryOperations::rotate);
    put(GeometrySteps.FlipHorizontallyStep.class, GeometryOperations::flipHorizontally);
    put(GeometrySteps.FlipVerticallyStep.class, GeometryOperations::flipVertically);
    put(GeometrySteps.PerspectiveStep.class, GeometryOperations::perspective);
    put(GeometrySteps.PadStep.class, GeometryOperations::pad);
    put(GeometrySteps.PadSquareStep.class, GeometryOperations::padSquare);
    put(ColorSteps.ColorJitterStep.class, AppearanceOperations::colorJitter);
    put(ColorSteps.BrightnessStep.class, AppearanceOperations::brightness);
    put(ColorSteps.ContrastStep.class, AppearanceOperations::contrast);
    put(ColorSteps.SaturationStep.class, AppearanceOperations::saturation);
    put(ColorSteps.GrayscaleStep.class, AppearanceOperations::grayscale);
    put(ColorSteps.OpacityStep.class, AppearanceOperations::opacity);
    put(FilterSteps.PixelizeStep.class, AppearanceOperations::pixelize);
    put(FilterSteps.ShufflePixelsStep.class, AppearanceOperations::shufflePixels);
    put(FilterSteps.BlurStep.class, AppearanceOperations::blur);
    put(FilterSteps.SharpenStep.class, AppearanceOperations::sharpen);
    put(FilterSteps.RandomNoiseStep.class, AppearanceOperations::randomNoise);
    put(FilterSteps.EncodingQualityStep.class, AppearanceOperations::encodingQuality);
    put(PasteSteps.UnderlayStep.class, PasteOperations::underlay);
    put(PasteSteps.OverlayStep.class, PasteOperations::overlay);
    put(PasteSteps.OverlayImageStep.class, PasteOperations::overlayImage);
    put(PasteSteps.EmojiStep.class, PasteOperations::emoji);
    put(PasteSteps.OverlayStripesStep.class, PasteOperations::overlayStripes);
    put(TextSteps.TextStep.class, TextOperations::text);
    put(TextSteps.MemeFormatStep.class, TextOperations::memeFormat);
  }

  private Operations() {}

  /** Applies a step. */
  @SuppressWarnings("unchecked") // put() pairs each class with an operation on it
  static <S extends Record> Composition apply(S step, Composition picture, Draws draws) {
    var operation = (Operation<S>) BY_STEP.get(step.getClass());
    if (operation == null) {
      throw new IllegalStateException("no operation for " + step.getClass().getSimpleName());
    }
    return operation.apply(step, picture, draws);
  }

  private static <S extends Record> void put(Class<S> step, Operation<S> operation) {
    BY_STEP.put(step, operation);
  }
}
