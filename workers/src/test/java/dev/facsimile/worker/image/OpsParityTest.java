package dev.facsimile.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.parity.Fixtures;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("parity")
class OpsParityTest {
  @Test
  void everyRecordedCaseAndChainIsWithinItsTolerance() {
    var fixtures = Fixtures.folder("ops");
    var recorded = fixtures.json("cases.json");
    int run = 0;
    for (var c : recorded.path("cases")) {
      var picture = ImageFixtures.picture(fixtures, c.path("input").asText());
      picture = apply(fixtures, c.path("op").asText(), c.path("parameters"), picture);
      assertThat(picture.width()).isEqualTo(c.path("width").asInt());
      assertThat(picture.height()).isEqualTo(c.path("height").asInt());
      assertOutput(fixtures, c, picture, c.path("case").asText());
      run++;
    }
    for (var chain : recorded.path("chains")) {
      var picture = ImageFixtures.picture(fixtures, chain.path("input").asText());
      for (var step : chain.path("steps")) {
        picture = apply(fixtures, step.path("op").asText(), step.path("parameters"), picture);
      }
      assertOutput(fixtures, chain, picture, "chain to " + chain.path("output").asText());
      run++;
    }
    var keeping = recorded.path("emojiKeepingAlpha");
    var withAlpha = ImageFixtures.picture(fixtures, keeping.path("input").asText()).asRgba();
    withAlpha = apply(fixtures, "emoji", keeping.path("parameters"), withAlpha);
    assertOutput(fixtures, keeping, withAlpha, "emojiKeepingAlpha");
    run++;

    ImageFixtures.assertSourcesExist(fixtures);
    fixtures.assertEverythingRead();
    fixtures.report(recorded.path("cases").size() + recorded.path("chains").size() + 1, run);
  }

  private static void assertOutput(Fixtures fixtures, JsonNode c, Pixels picture, String what) {
    var expected = ImageFixtures.picture(fixtures, c.path("output").asText());
    ImageFixtures.assertWithin(picture, expected, c.path("tolerance").asInt(0), what);
  }

  private static Pixels apply(Fixtures fixtures, String op, JsonNode p, Pixels picture) {
    return switch (op) {
      case "resizedCrop" ->
          Geometry.resizedCrop(
              picture,
              p.path("left").asInt(),
              p.path("top").asInt(),
              p.path("width").asInt(),
              p.path("height").asInt(),
              p.path("outWidth").asInt(),
              p.path("outHeight").asInt());
      case "rotate" -> Rotation.rotate(picture, p.path("degrees").asDouble());
      case "pixelize" -> Resize.pixelize(picture, p.path("ratio").asDouble(), Filter.BICUBIC);
      case "shufflePixels" ->
          Geometry.shufflePixels(picture, ints(p.path("positions")), ints(p.path("sources")));
      case "perspective" -> perspective(p, picture);
      case "pad" -> {
        var color = ints(p.path("color"));
        yield Geometry.pad(
            picture,
            p.path("widthFactor").asDouble(),
            p.path("heightFactor").asDouble(),
            color[0],
            color[1],
            color[2]);
      }
      case "underlay" ->
          Paste.underlay(
              picture,
              ImageFixtures.picture(fixtures, p.path("other").asText() + ".png"),
              p.path("scale").asDouble(),
              p.path("x").asDouble(),
              p.path("y").asDouble());
      case "overlay" ->
          Paste.overlay(
              picture,
              ImageFixtures.picture(fixtures, p.path("other").asText() + ".png"),
              p.path("scale").asDouble(),
              p.path("x").asDouble(),
              p.path("y").asDouble());
      case "colorJitter" -> {
        for (var step : p.path("steps")) {
          picture = jitter(step.path("kind").asText(), step.path("factor").asDouble(), picture);
        }
        yield picture;
      }
      case "gaussianBlur" -> Blur.gaussian(picture, p.path("radius").asDouble());
      case "grayscale" -> Colour.grayscale(picture);
      case "flipHorizontally" -> Geometry.flipHorizontally(picture);
      case "emoji" -> {
        var file = p.path("emoji").asText() + ".png";
        boolean palette = ImageDecoder.hasPalette(fixtures.bytes(file));
        yield Paste.overlayImage(
            picture,
            ImageFixtures.picture(fixtures, file),
            palette ? Filter.NEAREST : Filter.BICUBIC,
            p.path("opacity").asDouble(),
            p.path("size").asDouble(),
            p.path("x").asDouble(),
            p.path("y").asDouble());
      }
      case "resize" ->
          Resize.resize(
              picture, p.path("width").asInt(), p.path("height").asInt(), Filter.BILINEAR);
      default -> fail("unknown operation in the fixtures: " + op);
    };
  }

  private static Pixels jitter(String kind, double factor, Pixels picture) {
    return switch (kind) {
      case "brightness" -> Colour.brightness(picture, factor);
      case "contrast" -> Colour.contrast(picture, factor);
      case "saturation" -> Colour.saturation(picture, factor);
      case "hue" -> Colour.hue(picture, factor);
      default -> fail("unknown colour change in the fixtures: " + kind);
    };
  }

  private static Pixels perspective(JsonNode p, Pixels picture) {
    var given = doubles(p.path("coefficients"));
    var solved =
        Perspective.coefficients(
            corners(p.path("sourceCorners")), corners(p.path("targetCorners")));
    for (int i = 0; i < given.length; i++) {
      assertThat(solved[i])
          .as("coefficient %d", i)
          .isCloseTo(given[i], Offset.offset(1e-6 * Math.abs(given[i])));
    }
    return Perspective.transform(picture, given);
  }

  private static double[] corners(JsonNode pairs) {
    var corners = new double[8];
    for (int i = 0; i < 4; i++) {
      corners[2 * i] = pairs.path(i).path(0).asDouble();
      corners[2 * i + 1] = pairs.path(i).path(1).asDouble();
    }
    return corners;
  }

  private static double[] doubles(JsonNode list) {
    var values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.path(i).asDouble();
    }
    return values;
  }

  private static int[] ints(JsonNode list) {
    var values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.path(i).asInt();
    }
    return values;
  }
}
