package dev.facsimile.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.parity.Fixtures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("parity")
class ResizeParityTest {
  @Test
  void everyRecordedCaseIsExact() {
    var fixtures = Fixtures.folder("resize");
    var recorded = fixtures.json("cases.json");
    assertThat(recorded.path("tolerance").asText()).isEqualTo("exact");
    var cases = recorded.path("cases");

    int run = 0;
    for (var c : cases) {
      var input = c.path("input").asText();
      boolean palette = ImageDecoder.hasPalette(fixtures.bytes(input));
      assertThat(palette).as(input).isEqualTo(c.path("inputMode").asText().equals("P"));
      var filter = palette ? Filter.NEAREST : Filter.valueOf(c.path("filter").asText());

      var resized =
          Resize.resize(
              ImageFixtures.picture(fixtures, input),
              c.path("width").asInt(),
              c.path("height").asInt(),
              filter);

      var expected = ImageFixtures.picture(fixtures, c.path("output").asText());
      ImageFixtures.assertWithin(resized, expected, 0, c.path("case").asText());
      run++;
    }
    ImageFixtures.assertSourcesExist(fixtures);
    fixtures.assertEverythingRead();
    fixtures.report(cases.size(), run);
  }
}
