package dev.facsimile.worker.image.codec;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.facsimile.worker.image.Pixels;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** All formats but JPEG, through ImageIO's readers; samples are taken from the raster as stored. */
final class ImageIoPictures {
  private static final int BMP_COMPRESSION = 30;

  private ImageIoPictures() {}

  static Pixels read(byte[] file, Format format) throws RejectedImageException {
    if (format == Format.BMP && file.length > BMP_COMPRESSION && file[BMP_COMPRESSION] >= 4) {
      throw new RejectedImageException("BMP with another picture file inside");
    }
    if (format == Format.WEBP && file.length < 8 + littleEndian(file, 4)) {
      throw new RejectedImageException("truncated WebP: the file ends before the picture does");
    }
    var readers = ImageIO.getImageReadersByFormatName(format.imageIoName());
    if (!readers.hasNext()) {
      throw new IllegalStateException("no ImageIO reader for " + format);
    }
    var reader = readers.next();
    try (var in = new ByteArrayImageInputStream(file)) {
      // Without metadata: inflating a text chunk of a few kilobytes may fill any heap.
      reader.setInput(in, true, true);
      return pixels(first(reader));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw RejectedImageException.reported(
          "damaged " + format.imageIoName().toUpperCase(Locale.ROOT) + ": " + why(e), e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage first(ImageReader reader)
      throws IOException, RejectedImageException {
    ImageDecoder.checkSize(reader.getWidth(0), reader.getHeight(0));
    return reader.read(0);
  }

  /** The innermost reason that says something: readers wrap it in sentences without content. */
  private static String why(Throwable e) {
    var reason = e.getClass().getSimpleName();
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason.replaceAll("\\s+", " ");
  }

  private static long littleEndian(byte[] file, int at) {
    return (file[at] & 255)
        | (file[at + 1] & 255) << 8
        | (file[at + 2] & 255) << 16
        | (file[at + 3] & 255L) << 24;
  }

  private static Pixels pixels(BufferedImage image) throws RejectedImageException {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return palette(image, palette);
    }
    if (image.isAlphaPremultiplied()) {
      image.coerceData(false);
    }
    var samples = Rasters.interleaved(image.getRaster());
    boolean alpha = image.getColorModel().hasAlpha();
    int bands = image.getRaster().getNumBands();
    boolean ink = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    if (bands == 1 && !alpha) {
      return new Pixels(width, height, 3, Rasters.greyToRgb(samples));
    } else if (bands == 2 && alpha) {
      return new Pixels(width, height, 4, Rasters.greyAlphaToRgba(samples));
    } else if (bands == 4 && ink && !alpha) {
      return new Pixels(width, height, 3, Cmyk.toRgb(samples));
    } else if (!ink && (bands == 3 && !alpha || bands == 4 && alpha)) {
      return new Pixels(width, height, bands, samples);
    }
    throw new RejectedImageException("pictures of " + bands + " channels are not supported");
  }

  private static Pixels palette(BufferedImage image, IndexColorModel palette)
      throws RejectedImageException {
    int width = image.getWidth();
    int height = image.getHeight();
    int channels = palette.hasAlpha() ? 4 : 3;
    var colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    var out = new byte[Math.multiplyExact(width * channels, height)];
    var row = new int[width];
    var raster = image.getRaster();
    for (int y = 0, to = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        if (index >= colours.length) {
          throw new RejectedImageException("a pixel names a colour that the palette lacks");
        }
        int colour = colours[index];
        out[to++] = (byte) (colour >> 16);
        out[to++] = (byte) (colour >> 8);
        out[to++] = (byte) colour;
        if (channels == 4) {
          out[to++] = (byte) (colour >>> 24);
        }
      }
    }
    return new Pixels(width, height, channels, out);
  }
}
