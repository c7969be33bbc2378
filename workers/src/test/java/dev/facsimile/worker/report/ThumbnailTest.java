package dev.facsimile.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.image.codec.PngEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ThumbnailTest {
  @Test
  void fitsALargePictureIntoTheSquare() throws Exception {
    var uri = Thumbnail.dataUri(JpegEncoder.encode(Pixels.filled(800, 200, 200, 10, 10), 90));

    var small = decoded(uri.orElseThrow(), "data:image/jpeg;base64,");
    assertThat(small.width()).isEqualTo(Thumbnail.SIDE);
    assertThat(small.height()).isEqualTo(Thumbnail.SIDE / 4);
    assertThat(small.data()[0] & 0xff).isBetween(195, 205);
  }

  @Test
  void leavesASmallPictureItsSizeAndAlpha() throws Exception {
    var rgba = new Pixels(1, 1, 4, new byte[] {1, 2, 3, 77});

    var uri = Thumbnail.dataUri(PngEncoder.encode(rgba));

    assertThat(decoded(uri.orElseThrow(), "data:image/png;base64,").data())
        .containsExactly(1, 2, 3, 77);
  }

  @Test
  void isAbsentForWhatIsNoPicture() {
    assertThat(Thumbnail.dataUri("no picture".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(Thumbnail.dataUri(new byte[0])).isEmpty();
  }

  private static Pixels decoded(String uri, String prefix) throws Exception {
    assertThat(uri).startsWith(prefix);
    return ImageDecoder.decode(Base64.getDecoder().decode(uri.substring(prefix.length())));
  }
}
