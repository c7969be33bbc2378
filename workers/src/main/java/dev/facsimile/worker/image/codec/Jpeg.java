package dev.facsimile.worker.image.codec;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.facsimile.worker.image.Pixels;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * JPEG through libjpeg-turbo where it is installed, else through ImageIO. Both give the same
 * samples of an undamaged file; errors inside a scan are concealed differently by the libjpeg 6b
 * that some JDKs bring along.
 */
final class Jpeg {
  private Jpeg() {}

  static Pixels read(byte[] file) throws RejectedImageException {
    var header = JpegHeader.read(file);
    return TurboJpeg.available() ? readWithTurbo(file, header) : readWithImageIo(file, header);
  }

  static String library() {
    return TurboJpeg.available()
        ? "libjpeg-turbo, because its TurboJPEG library is installed"
        : "ImageIO, because no TurboJPEG library can be loaded (Debian: libturbojpeg0)";
  }

  static Pixels readWithTurbo(byte[] file, JpegHeader header) throws RejectedImageException {
    if (header.components() == 4) {
      var inverted = TurboJpeg.cmyk(file, header.width(), header.height());
      return inverted(inverted, header);
    }
    var samples = TurboJpeg.rgb(file, header.width(), header.height());
    return new Pixels(header.width(), header.height(), 3, samples);
  }

  /** Through rasters: the colours that ImageIO computes itself are others than libjpeg's. */
  static Pixels readWithImageIo(byte[] file, JpegHeader header) throws RejectedImageException {
    var raster = raster(file);
    if (raster.getWidth() != header.width()
        || raster.getHeight() != header.height()
        || raster.getNumBands() != header.components()) {
      throw new RejectedImageException("damaged JPEG: two sizes in one file");
    }
    var samples = Rasters.interleaved(raster);
    if (header.transformed()) {
      LumaChroma.toRgb(samples, header.components());
    }
    if (header.components() == 4) {
      if (header.transformed()) {
        Cmyk.invertColours(samples);
      }
      return inverted(samples, header);
    }
    return new Pixels(
        header.width(),
        header.height(),
        3,
        header.components() == 1 ? Rasters.greyToRgb(samples) : samples);
  }

  /** JPEG files hold CMYK inverted, whether or not they say so (Pillow assumes the same). */
  private static Pixels inverted(byte[] cmyk, JpegHeader header) {
    for (int i = 0; i < cmyk.length; i++) {
      cmyk[i] = (byte) ~cmyk[i];
    }
    return new Pixels(header.width(), header.height(), 3, Cmyk.toRgb(cmyk));
  }

  private static Raster raster(byte[] file) throws RejectedImageException {
    Exception failure = null;
    var readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      var reader = readers.next();
      try (var in = new ByteArrayImageInputStream(file)) {
        reader.setInput(in, true, true);
        if (reader.canReadRaster()) {
          return reader.readRaster(0, null);
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
      } finally {
        reader.dispose();
      }
    }
    throw RejectedImageException.reported(
        "damaged JPEG: " + (failure == null ? "no reader" : failure.getMessage()), failure);
  }
}
