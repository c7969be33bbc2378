package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.facsimile.pipeline.spec.ExactlyOne;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.BrightnessStep;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.ColorJitterStep;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.ContrastStep;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.GrayscaleStep;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.OpacityStep;
import dev.facsimile.pipeline.spec.recipe.ColorSteps.SaturationStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.BlurStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.EncodingQualityStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.PixelizeStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.RandomNoiseStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.SharpenStep;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.ShufflePixelsStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.AspectRatioStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.CropStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.FlipHorizontallyStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.FlipVerticallyStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.PadSquareStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.PadStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.PerspectiveStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.RandomResizedCropStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.ResizeStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.RotateStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.ScaleStep;
import dev.facsimile.pipeline.spec.recipe.PasteSteps.EmojiStep;
import dev.facsimile.pipeline.spec.recipe.PasteSteps.OverlayImageStep;
import dev.facsimile.pipeline.spec.recipe.PasteSteps.OverlayStep;
import dev.facsimile.pipeline.spec.recipe.PasteSteps.OverlayStripesStep;
import dev.facsimile.pipeline.spec.recipe.PasteSteps.UnderlayStep;
import dev.facsimile.pipeline.spec.recipe.TextSteps.MemeFormatStep;
import dev.facsimile.pipeline.spec.recipe.TextSteps.TextStep;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a recipe: an operation and how likely it is. Exactly one operation is given; its
 * field holds the ranges that parameters are drawn from.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ExactlyOne
public record AugmentationSpec(
    @Default("1.0")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription("How likely the step is applied to a picture")
        double probability,
    @JsonPropertyDescription("A random part of the picture, resized to a square")
        RandomResizedCropStep randomResizedCrop,
    @JsonPropertyDescription("The part between four edges") CropStep crop,
    @JsonPropertyDescription("A given size, whatever the picture's shape") ResizeStep resize,
    @JsonPropertyDescription("Both sides times a factor") ScaleStep scale,
    @JsonPropertyDescription("Another shape of the same area, by stretching")
        AspectRatioStep changeAspectRatio,
    @JsonPropertyDescription("A turn about the centre") RotateStep rotate,
    @JsonPropertyDescription("Left becomes right") FlipHorizontallyStep flipHorizontally,
    @JsonPropertyDescription("Top becomes bottom") FlipVerticallyStep flipVertically,
    @JsonPropertyDescription("Down to a fraction of the size and back") PixelizeStep pixelize,
    @JsonPropertyDescription("Some pixels change places with each other")
        ShufflePixelsStep shufflePixels,
    @JsonPropertyDescription("The four corners move by normal noise") PerspectiveStep perspective,
    @JsonPropertyDescription("A border of one colour") PadStep pad,
    @JsonPropertyDescription("A border on the short sides that makes the picture square")
        PadSquareStep padSquare,
    @JsonPropertyDescription("A small picture of the pool is pasted onto the picture")
        UnderlayStep underlay,
    @JsonPropertyDescription("The picture is pasted onto a picture of the pool")
        OverlayStep overlay,
    @JsonPropertyDescription(
            "A picture of the pool is laid over the picture, more or less transparent")
        OverlayImageStep overlayImage,
    @JsonPropertyDescription("Brightness, contrast, saturation and hue, in a random order")
        ColorJitterStep colorJitter,
    @JsonPropertyDescription("Every sample times a factor") BrightnessStep brightness,
    @JsonPropertyDescription("Distance from the mean grey times a factor") ContrastStep contrast,
    @JsonPropertyDescription("Distance from the pixel's own grey times a factor")
        SaturationStep saturation,
    @JsonPropertyDescription("Gaussian blur") BlurStep blur,
    @JsonPropertyDescription("Distance from a smoothed picture times a factor") SharpenStep sharpen,
    @JsonPropertyDescription("Grey in three channels") GrayscaleStep grayscale,
    @JsonPropertyDescription("Encoded as JPEG and decoded again")
        EncodingQualityStep encodingQuality,
    @JsonPropertyDescription("The picture becomes translucent over white") OpacityStep opacity,
    @JsonPropertyDescription("Normal noise added to every sample") RandomNoiseStep randomNoise,
    @JsonPropertyDescription("A smiley is pasted onto the picture") EmojiStep emoji,
    @JsonPropertyDescription("A line of random characters is written on the picture") TextStep text,
    @JsonPropertyDescription("A band with a caption above the picture") MemeFormatStep memeFormat,
    @JsonPropertyDescription("Parallel stripes across the picture")
        OverlayStripesStep overlayStripes) {

  /**
   * The operations that are given, by name, in the order of the fields; a valid step has exactly
   * one.
   */
  public Map<String, Record> operations() {
    var given = new LinkedHashMap<String, Record>();
    for (RecordComponent component : AugmentationSpec.class.getRecordComponents()) {
      if (component.getType().isRecord()) {
        var value = (Record) read(component);
        if (value != null) {
          given.put(component.getName(), value);
        }
      }
    }
    return given;
  }

  private Object read(RecordComponent component) {
    try {
      return component.getAccessor().invoke(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("accessors of records are public", e);
    }
  }
}
