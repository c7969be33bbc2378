package dev.facsimile.worker.synthesize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.pipeline.spec.recipe.FilterSteps.ShufflePixelsStep;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.PerspectiveStep;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.random.Philox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps whose seed the reference fixes draw what NumPy draws, so whole pictures are equal. */
@Tag("parity")
class SeededDrawsParityTest {
  @Test
  void seededStepsDrawWhatTheReferenceDraws() throws Exception {
    var fixtures = Fixtures.folder("ops");
    int found = 0;
    int run = 0;
    for (JsonNode recorded : fixtures.json("cases.json").get("cases")) {
      if (recorded.get("parameters").has("seed")) {
        found++;
        var input = ImageDecoder.decode(fixtures.bytes(recorded.get("input").asText()));
        var expected = ImageDecoder.decode(fixtures.bytes(recorded.get("output").asText()));
        var result = apply(recorded, input);
        assertThat(result.data()).as(recorded.get("case").asText()).isEqualTo(expected.data());
        run++;
      }
    }
    System.out.println("ops with a seed: " + found + " cases found, " + run + " run");
    assertThat(run).isPositive();
  }

  private static Pixels apply(JsonNode recorded, Pixels input) {
    var parameters = recorded.get("parameters");
    var draws = new Draws(Philox.of(1), null);
    var picture = Composition.of(input);
    long seed = parameters.get("seed").asLong();
    switch (recorded.get("op").asText()) {
      case "shufflePixels":
        var shuffle = new ShufflePixelsStep(Range.of(parameters.get("factor").asDouble()), seed);
        return AppearanceOperations.shufflePixels(shuffle, picture, draws).pixels();
      case "perspective":
        var step =
            new PerspectiveStep(
                Range.of(parameters.get("sigmaPx").asDouble()),
                Range.of(parameters.get("dxPx").asDouble()),
                Range.of(parameters.get("dyPx").asDouble()),
                seed);
        var pixels = GeometryOperations.perspective(step, picture, draws).pixels();
        assertCorners(parameters.get("targetCorners"), draws);
        return pixels;
      default:
        throw new AssertionError("unknown operation with a seed: " + recorded.get("op"));
    }
  }

  private static void assertCorners(JsonNode expected, Draws draws) {
    var flat = new ArrayList<Double>();
    expected.forEach(corner -> corner.forEach(number -> flat.add(number.asDouble())));
    var corners = (List<?>) draws.noted().get("corners");
    assertThat(corners).hasSameSizeAs(flat);
    for (int i = 0; i < flat.size(); i++) {
      assertThat((double) corners.get(i)).isCloseTo(flat.get(i), within(1e-9));
    }
  }
}
