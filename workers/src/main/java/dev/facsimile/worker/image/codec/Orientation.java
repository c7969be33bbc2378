package dev.facsimile.worker.image.codec;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import dev.facsimile.worker.image.Geometry;
import dev.facsimile.worker.image.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** How a camera was held: the eight values of EXIF tag 0x0112. */
record Orientation(int value) {
  private static final Orientation UPRIGHT = new Orientation(1);

  /** What a JPEG file says; upright when it says nothing, or nothing that can be read. */
  static Orientation of(byte[] jpeg) {
    try {
      var metadata =
          JpegMetadataReader.readMetadata(
              new ByteArrayInputStream(jpeg), List.of(new ExifReader()));
      var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      return directory == null || !directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
          ? UPRIGHT
          : new Orientation(directory.getInt(ExifIFD0Directory.TAG_ORIENTATION));
    } catch (ImageProcessingException | MetadataException | IOException | RuntimeException e) {
      return UPRIGHT;
    }
  }

  /** The picture as it was seen. */
  Pixels apply(Pixels picture) {
    return switch (value) {
      case 2 -> Geometry.flipHorizontally(picture);
      case 3 -> Geometry.flipVertically(Geometry.flipHorizontally(picture));
      case 4 -> Geometry.flipVertically(picture);
      case 5 -> Geometry.transpose(picture);
      case 6 -> Geometry.flipHorizontally(Geometry.transpose(picture));
      case 7 -> Geometry.flipVertically(Geometry.flipHorizontally(Geometry.transpose(picture)));
      case 8 -> Geometry.flipVertically(Geometry.transpose(picture));
      default -> picture;
    };
  }
}
