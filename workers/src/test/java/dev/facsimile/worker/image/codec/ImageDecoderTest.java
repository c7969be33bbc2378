package dev.facsimile.worker.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.SampleFiles.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  private static int[] samples(byte[] file) throws RejectedImageException {
    var data = ImageDecoder.decode(file).data();
    var samples = new int[data.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = data[i] & 255;
    }
    return samples;
  }

  private static void assertRejected(byte[] file, String reason) {
    assertThatThrownBy(() -> ImageDecoder.decode(file))
        .isInstanceOf(RejectedImageException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void losslessFormatsGiveBackThePicture() throws RejectedImageException {
    var picture = SampleFiles.smooth(13, 7);
    var image = BufferedImages.of(picture);

    for (var format : new String[] {"png", "bmp", "tiff"}) {
      var decoded = ImageDecoder.decode(SampleFiles.write(image, format));
      assertThat(decoded.contentEquals(picture)).as(format).isTrue();
    }
    var alpha = Arrays.copyOf(picture.asRgba().data(), 13 * 7 * 4);
    alpha[3] = 77;
    var transparent = new Pixels(13, 7, 4, alpha);
    assertThat(ImageDecoder.decode(PngEncoder.encode(transparent)).contentEquals(transparent))
        .isTrue();
    assertThat(samples(SampleFiles.WEBP)).startsWith(0, 255, 0, 40, 20, 245, 1, 255);
  }

  @Test
  void greySamplesAreTakenAsStored() throws RejectedImageException {
    var picture = SampleFiles.smooth(9, 5);
    var grey = SampleFiles.grey(picture);

    var decoded = ImageDecoder.decode(SampleFiles.write(grey, "png"));

    for (int i = 0; i < decoded.data().length; i++) {
      assertThat(decoded.data()[i]).isEqualTo(picture.data()[i / 3 * 3]);
    }
  }

  @Test
  void pngOfOneTwoAndSixteenBits() throws RejectedImageException {
    var bits = SampleFiles.png(3, 1, 1, 0, new byte[] {0, (byte) 0b10100000});
    var pairs = SampleFiles.png(3, 1, 2, 0, new byte[] {0, (byte) 0b00011100});
    var words = SampleFiles.png(1, 1, 16, 2, new byte[] {0, 1, 99, 2, 99, 3, 99});
    var greyWord = SampleFiles.png(1, 1, 16, 0, new byte[] {0, 7, (byte) 255});
    var greyAlpha = SampleFiles.png(1, 1, 8, 4, new byte[] {0, 50, 60});

    assertThat(samples(bits)).containsExactly(255, 255, 255, 0, 0, 0, 255, 255, 255);
    assertThat(samples(pairs)).containsExactly(0, 0, 0, 85, 85, 85, 255, 255, 255);
    assertThat(samples(words)).containsExactly(1, 2, 3);
    assertThat(samples(greyWord)).containsExactly(7, 7, 7);
    assertThat(samples(greyAlpha)).containsExactly(50, 50, 50, 60);
  }

  @Test
  void palettesWithAndWithoutTransparency() throws RejectedImageException {
    var palette = Chunk.of("PLTE", 10, 20, 30, 40, 50, 60);
    byte[] lines = {0, 1, 0};

    var opaque = SampleFiles.png(2, 1, 8, 3, lines, palette);
    var transparent = SampleFiles.png(2, 1, 8, 3, lines, palette, Chunk.of("tRNS", 128));

    assertThat(samples(opaque)).containsExactly(40, 50, 60, 10, 20, 30);
    assertThat(samples(transparent)).containsExactly(40, 50, 60, 255, 10, 20, 30, 128);
    assertThat(ImageDecoder.hasPalette(opaque)).isTrue();
    assertThat(ImageDecoder.hasPalette(SampleFiles.WEBP)).isFalse();
    assertThat(ImageDecoder.hasPalette(new byte[3])).isFalse();
  }

  @Test
  void cmykIsInvertedAndConvertedAsPillowDoes() throws RejectedImageException {
    var file = SampleFiles.cmykJpeg(16, 16, 255, 128, 0, 200);

    // c, m, y, k = 0, 127, 255, 55; light 200: 200, 200 - round(127 * 200 / 255), 0
    assertThat(samples(file)).startsWith(200, 100, 0);
  }

  @Test
  void exifOrientationIsAppliedOnRequest() throws RejectedImageException {
    var jpeg = JpegEncoder.encode(SampleFiles.smooth(32, 16), 95);
    var upright = ImageDecoder.decode(jpeg);

    for (int orientation = 1; orientation <= 8; orientation++) {
      var file = SampleFiles.withOrientation(jpeg, orientation);
      assertThat(ImageDecoder.decode(file).contentEquals(upright)).isTrue();
      var turned = ImageDecoder.decode(file, true);
      assertThat(turned.width()).isEqualTo(orientation <= 4 ? 32 : 16);
      // Where the first stored pixel is seen, by the EXIF 2.3 table of orientations.
      int x =
          orientation == 2 || orientation == 3 ? 31 : orientation == 6 || orientation == 7 ? 15 : 0;
      int y = orientation == 3 || orientation == 4 ? 15 : orientation >= 7 ? 31 : 0;
      for (int c = 0; c < 3; c++) {
        assertThat(turned.data()[turned.at(x, y) + c])
            .as("orientation %d", orientation)
            .isEqualTo(upright.data()[c]);
      }
    }
    assertThat(ImageDecoder.decode(SampleFiles.withOrientation(jpeg, 99), true).width())
        .isEqualTo(32);
  }

  @Test
  void bombsAreRefusedByTheirHeader() {
    assertRejected(SampleFiles.png(60_000, 60_000, 8, 2, new byte[9]), "too many pixels");
    assertRejected(SampleFiles.png(0x7fffffff, 0x7fffffff, 1, 0, new byte[9]), "too many pixels");
    var jpeg = JpegEncoder.encode(SampleFiles.smooth(8, 8), 90);
    for (int i = 0; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0xFF);
      }
    }
    assertRejected(jpeg, "too many pixels (65535x65535");
  }

  @Test
  void everyTruncatedFileIsRejected() {
    SampleFiles.all()
        .forEach(
            (name, file) -> {
              for (int part = 0; part < 10; part++) {
                var cut = Arrays.copyOf(file, file.length * part / 10);
                assertThatThrownBy(() -> ImageDecoder.decode(cut))
                    .as("%s, first %d of %d bytes", name, cut.length, file.length)
                    .isInstanceOf(RejectedImageException.class);
              }
            });
    var jpeg = JpegEncoder.encode(SampleFiles.smooth(40, 40), 90);
    assertRejected(Arrays.copyOf(jpeg, jpeg.length - 2), "truncated JPEG");
  }

  @Test
  void bytesAfterTheEndAreIgnored() {
    SampleFiles.all()
        .forEach(
            (name, file) -> {
              try {
                var longer = Arrays.copyOf(file, file.length + 1000);
                var same = ImageDecoder.decode(longer).contentEquals(ImageDecoder.decode(file));
                assertThat(same).as(name).isTrue();
              } catch (RejectedImageException e) {
                throw new AssertionError(name, e);
              }
            });
  }

  @Test
  void whatIsNoPictureIsRejectedWithAReason() {
    assertRejected(new byte[0], "empty");
    assertRejected("<html>not found</html>".getBytes(StandardCharsets.UTF_8), "not a picture");
    assertRejected(new byte[5000], "not a picture");
    assertRejected(SampleFiles.png(0, 5, 8, 2, new byte[9]), "width");
    assertRejected(SampleFiles.png(100, 100, 8, 2, new byte[50]), "damaged PNG");
    assertRejected(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9}, "no picture");
  }
}
