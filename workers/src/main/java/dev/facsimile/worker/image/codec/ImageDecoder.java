package dev.facsimile.worker.image.codec;

import dev.facsimile.worker.image.Pixels;

/**
 * From the bytes of a picture file to its samples, the same samples that Pillow gives: bit for bit
 * for JPEG, PNG, GIF, BMP, TIFF (palettes: off by at most 1) and lossless WebP; lossy WebP may be
 * off by some 10 of 255. Formats are told by their first bytes, never by a name.
 *
 * <ul>
 *   <li>Pictures with alpha come as RGBA, all others as RGB; grey ones have three equal colours.
 *   <li>Of an animation or a multi-page file, the first frame, without its place on the canvas.
 *   <li>16-bit samples keep their high byte (Pillow does so for colours, and clips grey to 255).
 *   <li>CMYK becomes RGB by Pillow's formula; colour profiles and gamma are ignored.
 *   <li>Floating-point samples are rejected.
 *   <li>A truncated file is rejected; bytes after the end of the picture are ignored.
 * </ul>
 *
 * Any bytes give a picture or a {@link RejectedImageException}, within memory proportional to
 * {@link #MAX_PIXELS} and the file.
 */
public final class ImageDecoder {
  /** More pixels are refused before decoding; the number at which Pillow raises an error. */
  public static final long MAX_PIXELS = 178_956_970;

  private ImageDecoder() {}

  /** The picture as stored, EXIF orientation ignored. */
  public static Pixels decode(byte[] file) throws RejectedImageException {
    return decode(file, false);
  }

  /**
   * The picture.
   *
   * @param exifOrientation whether a JPEG picture is turned as its EXIF data say
   * @throws RejectedImageException with the reason when there is no usable picture in the bytes
   */
  public static Pixels decode(byte[] file, boolean exifOrientation) throws RejectedImageException {
    var format = Format.of(file);
    if (format != Format.JPEG) {
      return ImageIoPictures.read(file, format);
    }
    var picture = Jpeg.read(file);
    return exifOrientation ? Orientation.of(file).apply(picture) : picture;
  }

  /**
   * Whether Pillow opens the file as a palette picture, which it then resizes by the nearest sample
   * whatever filter is asked for.
   */
  public static boolean hasPalette(byte[] file) {
    int pngColourType = 25;
    try {
      var format = Format.of(file);
      return format == Format.GIF
          || format == Format.PNG && file.length > pngColourType && file[pngColourType] == 3;
    } catch (RejectedImageException e) {
      return false;
    }
  }

  /** Which library decodes JPEG files in this process, and why that one. */
  public static String jpegLibrary() {
    return Jpeg.library();
  }

  static void checkSize(long width, long height) throws RejectedImageException {
    if (width < 1 || height < 1) {
      throw new RejectedImageException("the picture has no pixels (" + width + "x" + height + ")");
    }
    if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
      throw new RejectedImageException(
          "the picture has too many pixels ("
              + width
              + "x"
              + height
              + ", at most "
              + MAX_PIXELS
              + ")");
    }
  }
}
