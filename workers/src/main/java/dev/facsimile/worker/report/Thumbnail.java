package dev.facsimile.worker.report;

import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.image.codec.PngEncoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import java.util.Base64;
import java.util.Optional;

/** A small version of a picture for a page. */
final class Thumbnail {
  /** Longest side, in pixels. */
  static final int SIDE = 160;

  private static final int QUALITY = 80;

  private Thumbnail() {}

  /**
   * The picture, upright, as a data URI: PNG when it has alpha, JPEG otherwise. Empty when it
   * cannot be decoded: a gallery without it is still one.
   */
  static Optional<String> dataUri(byte[] encoded) {
    try {
      var small = fitted(ImageDecoder.decode(encoded, true));
      return Optional.of(
          small.channels() == 4
              ? uri("png", PngEncoder.encode(small))
              : uri("jpeg", JpegEncoder.encode(small, QUALITY)));
    } catch (RejectedImageException e) {
      return Optional.empty();
    }
  }

  private static Pixels fitted(Pixels picture) {
    double scale = (double) SIDE / Math.max(picture.width(), picture.height());
    if (scale >= 1) {
      return picture;
    }
    int width = (int) Math.max(1, Math.round(picture.width() * scale));
    int height = (int) Math.max(1, Math.round(picture.height() * scale));
    return Resize.resize(picture, width, height, Filter.BICUBIC);
  }

  private static String uri(String format, byte[] bytes) {
    return "data:image/" + format + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
