package dev.facsimile.worker.image.codec;

import dev.facsimile.worker.image.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Lossless files for reports and tests. The samples are exact; the bytes depend on the JDK. */
public final class PngEncoder {
  private PngEncoder() {}

  /** The file, with alpha where the picture has it. */
  public static byte[] encode(Pixels picture) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(BufferedImages.of(picture), "png", bytes)) {
        throw new IllegalStateException("this JDK has no PNG encoder (module java.desktop)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
