package dev.facsimile.worker.synthesize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.RandomResizedCropStep;
import dev.facsimile.worker.image.Blur;
import dev.facsimile.worker.image.Colour;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Geometry;
import dev.facsimile.worker.image.Noise;
import dev.facsimile.worker.image.Paste;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.Rotation;
import dev.facsimile.worker.image.Stripes;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.random.Philox;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperationsTest {
  private static final Pixels PICTURE = Steps.picture(70, 50, 1);
  private static final Pixels OTHER = Steps.picture(60, 50, 100);

  /** Steps without choice, and what they do to the picture, by name. */
  private static final Map<String, UnaryOperator<Pixels>> EXPECTED = new TreeMap<>();

  static {
    put(
        "crop: {left: 0.1, top: 0.2, right: 0.8, bottom: 0.9}",
        p -> Geometry.crop(p, 7, 10, 49, 35));
    put("resize: {widthPx: 31, filter: nearest}", p -> Resize.resize(p, 31, 50, Filter.NEAREST));
    put("scale: {factor: 0.5}", p -> Resize.scale(p, 0.5));
    put("changeAspectRatio: {ratio: 2.0}", p -> Resize.changeAspectRatio(p, 2));
    put("rotate: {degrees: 33.0, canvas: same}", p -> Rotation.rotate(p, 33));
    put("rotate: {degrees: 33.0, canvas: inner}", p -> Rotation.rotateAndCrop(p, 33));
    put("flipHorizontally: {}", Geometry::flipHorizontally);
    put("flipVertically: {}", Geometry::flipVertically);
    put("pixelize: {ratio: 0.3, filter: nearest}", p -> Resize.pixelize(p, 0.3, Filter.NEAREST));
    put("pixelize: {ratio: 0.3, filter: bicubic}", p -> Resize.pixelize(p, 0.3, Filter.BICUBIC));
    put(
        "pad: {widthFactor: 0.1, heightFactor: 0.2, color: '#0a141e'}",
        p -> Geometry.pad(p, 0.1, 0.2, 10, 20, 30));
    put("padSquare: {color: '#0a141e'}", p -> Geometry.padSquare(p, 10, 20, 30));
    put(
        "underlay: {scale: 0.4, left: 0.3, top: 0.1}",
        p -> Paste.underlay(p, OTHER, 0.4, 0.3, 0.1));
    put("overlay: {scale: 0.8, left: 0.3, top: 0.1}", p -> Paste.overlay(p, OTHER, 0.8, 0.3, 0.1));
    put(
        "overlayImage: {size: 0.5, opacity: 0.7, left: 0.2, top: 0.4}",
        p -> Paste.overlayImage(p, OTHER, Filter.BICUBIC, 0.7, 0.5, 0.2, 0.4));
    put("brightness: {factor: 0.7}", p -> Colour.brightness(p, 0.7));
    put("contrast: {factor: 1.4}", p -> Colour.contrast(p, 1.4));
    put("saturation: {factor: 0.2}", p -> Colour.saturation(p, 0.2));
    put("grayscale: {mode: luminosity}", Colour::grayscale);
    put("grayscale: {mode: average}", Colour::averageGrayscale);
    put("blur: {radiusPx: 1.5}", p -> Blur.gaussian(p, 1.5));
    put("sharpen: {factor: 2.5}", p -> Blur.sharpen(p, 2.5));
    put("encodingQuality: {quality: 30.0}", p -> JpegEncoder.recompress(p, 30));
    put("opacity: {level: 0.0}", p -> Pixels.filled(70, 50, 255, 255, 255));
    put(
        "overlayStripes: {width: 0.4, degrees: 20.0, density: 0.8, opacity: 0.6, line: dashed,"
            + " color: '#0a141e'}",
        p -> Stripes.overlay(p, Stripes.Line.DASHED, 0.4, 20, 0.8, 0.6, 10, 20, 30));
    put("shufflePixels: {factor: 0.3}", p -> Noise.shufflePixels(p, 0.3, drawn(1)));
    put("randomNoise: {mean: 0.1, variance: 0.01}", p -> Noise.gaussian(p, 0.1, 0.01, drawn(2)));
    put(
        "colorJitter: {brightness: 1.2, contrast: 1.0, saturation: 1.0, hue: 0.0}",
        OperationsTest::brightenedAndTurnedByNothing);
    put("perspective: {sigmaPx: 0.0, dxPx: 0.0, dyPx: 0.0}", p -> p);
    put(
        "randomResizedCrop: {sizePx: 40, area: 1.0, aspectRatio: 1.4}",
        p -> Resize.resize(p, 40, 40, Filter.BILINEAR));
    put(
        "text: {length: 0.0, size: 0.5, left: 0.1, top: 0.1, opacity: 1.0, textOpacity: blended, script:"
            + " latin}",
        p -> p);
    put(
        "text: {length: 5.0, size: 0.5, left: 0.1, top: 0.1, opacity: 0.0, textOpacity: blended, script:"
            + " latin, color: '#ff0000'}",
        p -> p);
    put("emoji: {size: 0.5, opacity: 0.0, left: 0.1, top: 0.1}", p -> p);
    put(
        "memeFormat: {captionHeight: 0.2, caption: Caption, opacity: 0.0, textColor: '#000000',"
            + " color: '#0a141e'}",
        p -> Paste.paste(Pixels.filled(70, 60, 10, 20, 30), p, 0, 10));
  }

  /** A hue that turns by nothing still goes through 8-bit HSV; factors of 1 change nothing. */
  private static Pixels brightenedAndTurnedByNothing(Pixels picture) {
    for (int kind : Philox.of(3).permutation(4)) {
      if (kind == 0) {
        picture = Colour.brightness(picture, 1.2);
      } else if (kind == 3) {
        picture = Colour.hue(picture, 0);
      }
    }
    return picture;
  }

  /** A number where a range is expected stands for a constant. */
  private static void put(String step, UnaryOperator<Pixels> expected) {
    EXPECTED.put(step.replaceAll("(?<=: )(-?\\d+\\.\\d+)", "{from: $1, to: $1}"), expected);
  }

  /** The generator after so many drawn parameters. */
  private static Philox drawn(int parameters) {
    var random = Philox.of(3);
    for (int i = 0; i < parameters; i++) {
      random.nextDouble();
    }
    return random;
  }

  static Stream<Arguments> expected() {
    return EXPECTED.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void aStepWithoutChoiceDoesWhatItsFormulaSays(String step, UnaryOperator<Pixels> expected) {
    var result = apply(step, PICTURE).pixels();

    var wanted = expected.apply(PICTURE);
    assertThat(result.width() + "x" + result.height())
        .isEqualTo(wanted.width() + "x" + wanted.height());
    assertThat(result.data()).isEqualTo(wanted.data());
  }

  @Test
  void everyStepOfTheLanguageIsTested() {
    var names = new TreeSet<String>();
    for (var component : AugmentationSpec.class.getRecordComponents()) {
      if (component.getType().isRecord()) {
        names.add(component.getName());
      }
    }

    assertThat(EXPECTED.keySet()).extracting(step -> step.replaceAll(":.*", "")).containsAll(names);
  }

  @Test
  void noStepFailsOnAPictureOfOnePixel() {
    for (var step : EXPECTED.keySet()) {
      assertThat(apply(step, Steps.picture(1, 1, 4)).pixels()).as(step).isNotNull();
    }
  }

  @Test
  void textIsWrittenInItsColourAndBlendedByItsOpacity() {
    var step =
        "text: {length: {from: 9, to: 9}, size: {from: 0.6, to: 0.6}, left: {from: 0, to: 0}, top:"
            + " {from: 0, to: 0}, opacity: {from: 0.5, to: 0.5}, textOpacity: %s, script: latin,"
            + " color: '#ff0000'}";
    var black = Pixels.filled(100, 60, 0, 0, 0);

    var blended = apply(String.format(step, "blended"), black).pixels();
    var opaque = apply(String.format(step, "ignored"), black).pixels();

    assertThat(highest(blended, 0)).isEqualTo(128);
    assertThat(highest(opaque, 0)).isEqualTo(255);
    assertThat(highest(opaque, 1)).isZero();
    assertThat(highest(opaque, 2)).isZero();
  }

  @Test
  void theReferencesHundredCharactersAreThose() {
    assertThat(TextOperations.ARABIC).hasSize(100);
    assertThat(TextOperations.ARABIC.get(0)).isZero();
    assertThat(TextOperations.ARABIC.subList(1, 17))
        .containsExactly(
            (int) '!', (int) ',', (int) '.', (int) '0', (int) '1', (int) '2', (int) '3', (int) '4',
            (int) '5', (int) '6', (int) '7', (int) '8', (int) '9', (int) ':', 0xAB, 0xBB);
    assertThat(TextOperations.ARABIC.get(17)).isEqualTo(0x600);
    assertThat(TextOperations.ARABIC.get(99)).isEqualTo(0x655);
  }

  @Test
  void thereAreNinetyTwoSmileysWithShape() {
    assertThat(Smileys.all()).hasSize(92);
    for (var smiley : Smileys.all()) {
      assertThat(smiley.pixels().channels()).as(smiley.codePoint()).isEqualTo(4);
      assertThat(smiley.pixels().width()).isEqualTo(smiley.pixels().height());
    }
  }

  @Test
  void aCaptionIsInItsBandAndThePictureBelowIt() {
    var step =
        "memeFormat: {captionHeight: {from: 0.5, to: 0.5}, opacity: {from: 1, to: 1}, textColor:"
            + " '#000000', color: '#ffffff'}";

    var meme = apply(step, PICTURE).pixels();

    assertThat(meme.height()).isEqualTo(75);
    int ink = 0;
    for (int i = 0; i < 25 * 70 * 3; i += 3) {
      ink += (meme.data()[i] & 255) < 128 ? 1 : 0;
    }
    assertThat(ink).isBetween(20, 25 * 70 / 2);
    assertThat(Arrays.copyOfRange(meme.data(), 25 * 70 * 3, meme.data().length))
        .isEqualTo(PICTURE.data());
  }

  @Test
  void aFoldedPerspectiveLeavesThePictureAlone() {
    var step =
        "perspective: {sigmaPx: {from: 100000, to: 100000}, dxPx: {from: 0, to: 0}, dyPx: {from: 0,"
            + " to: 0}, perspectiveSeed: 5}";

    for (int seed = 5; seed < 20; seed++) {
      var result = apply(step.replace("Seed: 5", "Seed: " + seed), PICTURE).pixels();
      assertThat(result.width()).isEqualTo(70);
    }
  }

  @Test
  void randomResizedCropsAreDistributedAsTorchvisions() {
    var step = new RandomResizedCropStep(256, Range.of(0.2, 1), Range.of(3 / 4.0, 4 / 3.0));
    var random = Philox.of(9);
    int n = 20_000;
    double logRatio = 0;
    double area = 0;
    double left = 0;
    for (int i = 0; i < n; i++) {
      int[] part = GeometryOperations.drawPart(step, 1000, 1000, random);
      double ratio = (double) part[2] / part[3];
      double share = part[2] * part[3] / 1e6;
      assertThat(ratio).isBetween(0.745, 1.345);
      assertThat(share).isBetween(0.199, 1.0);
      assertThat(part[0]).isBetween(0, 1000 - part[2]);
      assertThat(part[1]).isBetween(0, 1000 - part[3]);
      logRatio += Math.log(ratio) / n;
      area += share / n;
      left += (part[2] == 1000 ? 0.5 : part[0] / (1000.0 - part[2])) / n;
    }
    assertThat(logRatio).isCloseTo(0, within(0.005));
    assertThat(left).isCloseTo(0.5, within(0.01));
    assertThat(area).isCloseTo(meanArea(), within(0.005));
  }

  /**
   * Mean accepted area: a drawn area s and log ratio t fit when s * exp(|t|) is at most 1, and
   * misses are drawn again, so the mean is that over the region that fits (ten misses are too rare
   * to matter).
   */
  private static double meanArea() {
    double t = Math.log(4 / 3.0);
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      double most = Math.exp(-t * (i + 0.5) / 1000);
      weight += most - 0.2;
      sum += (most * most - 0.04) / 2;
    }
    return sum / weight;
  }

  @Test
  void aPictureTooLongForAnyPartIsCutInTheMiddle() {
    var step = new RandomResizedCropStep(256, Range.of(0.9, 1), Range.of(3 / 4.0, 4 / 3.0));

    assertThat(GeometryOperations.drawPart(step, 1000, 90, Philox.of(1)))
        .containsExactly(440, 0, 120, 90);
    assertThat(GeometryOperations.drawPart(step, 90, 1000, Philox.of(1)))
        .containsExactly(0, 440, 90, 120);
  }

  private static Composition apply(String step, Pixels picture) {
    var spec = Steps.of("[{probability: 1.0, " + step + "}]").get(0);
    var operation = spec.operations().values().iterator().next();
    return Operations.apply(
        operation,
        Composition.of(picture),
        new Draws(Philox.of(3), random -> new OtherPictures.Other("other", OTHER)));
  }

  private static int highest(Pixels pixels, int channel) {
    int highest = 0;
    for (int i = channel; i < pixels.data().length; i += 3) {
      highest = Math.max(highest, pixels.data()[i] & 255);
    }
    return highest;
  }
}
