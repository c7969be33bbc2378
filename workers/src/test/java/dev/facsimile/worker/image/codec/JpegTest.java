package dev.facsimile.worker.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.worker.image.Pixels;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JpegTest {
  @Test
  void bothDecodersGiveTheSameSamples() throws RejectedImageException {
    assumeTrue(TurboJpeg.available(), "libturbojpeg is not installed");
    for (var entry : SampleFiles.all().entrySet()) {
      if (entry.getKey().endsWith("jpeg")) {
        var header = JpegHeader.read(entry.getValue());
        var turbo = Jpeg.readWithTurbo(entry.getValue(), header);
        var imageIo = Jpeg.readWithImageIo(entry.getValue(), header);
        assertThat(turbo.contentEquals(imageIo)).as(entry.getKey()).isTrue();
      }
    }
  }

  @Test
  void theHeaderSaysWhatTheFileHolds() throws RejectedImageException {
    var files = SampleFiles.all();

    assertThat(JpegHeader.read(files.get("jpeg"))).isEqualTo(new JpegHeader(37, 29, 3, true));
    assertThat(JpegHeader.read(files.get("grey jpeg"))).isEqualTo(new JpegHeader(37, 29, 1, false));
    assertThat(JpegHeader.read(files.get("cmyk jpeg"))).isEqualTo(new JpegHeader(20, 10, 4, false));
  }

  @Test
  void oneColourSurvivesTheRoundTrip() {
    var picture = Pixels.filled(33, 17, 128, 128, 128);

    assertThat(JpegEncoder.recompress(picture, 100).contentEquals(picture)).isTrue();
    assertThat(JpegEncoder.recompress(picture.asRgba(), 100).contentEquals(picture)).isTrue();
  }

  @Test
  void qualityIsLibjpegsScale() {
    var picture = SampleFiles.smooth(64, 64);

    assertThat(JpegEncoder.encode(picture, 30).length)
        .isLessThan(JpegEncoder.encode(picture, 90).length);
    assertThat(JpegEncoder.encode(picture, 0)).isEqualTo(JpegEncoder.encode(picture, 1));
    assertThatThrownBy(() -> JpegEncoder.encode(picture, 101))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("golden")
  void theBytesAreTheSameOnEveryJdk() {
    var digest = Digests.newSha256();
    for (int quality : new int[] {5, 50, 75, 100}) {
      digest.update(JpegEncoder.encode(SampleFiles.smooth(65, 50), quality));
    }

    assertThat(Digests.hex(digest.digest()))
        .isEqualTo("501c7a0fdcb443c357819367e06f2a6412529e7ddb4e8b9bcf5f26571a3531cf");
  }

  @Test
  void pngKeepsAlpha() throws IOException, RejectedImageException {
    var picture = SampleFiles.smooth(5, 5).asRgba();

    assertThat(ImageDecoder.decode(PngEncoder.encode(picture)).contentEquals(picture)).isTrue();
  }
}
