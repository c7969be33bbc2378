package dev.facsimile.worker.extract;

import dev.facsimile.pipeline.artifact.ReadAhead;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.util.function.Function;

/** Reads, decodes and prepares pictures for a describer. */
record PictureReader(
    ImageCollection images, boolean exifOrientation, Function<Pixels, float[][]> preparation) {
  /**
   * One picture.
   *
   * @param prepared what a describer needs of it; null when the picture is rejected
   * @param rejection why it cannot be read; null when it can
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Picture(String id, float[][] prepared, String rejection) {}

  /**
   * Starts to read all pictures in threads of its own.
   *
   * @param readAhead pictures that are ready or being prepared at a time
   */
  ReadAhead<ImageCollection.Entry, Picture> start(int threads, int readAhead) {
    return new ReadAhead<>(images.entries(), entry -> 1, this::read, threads, readAhead);
  }

  private Picture read(ImageCollection.Entry entry) throws IOException {
    var encoded = images.read(entry);
    Pixels pixels;
    try {
      pixels = ImageDecoder.decode(encoded, exifOrientation).asRgb();
    } catch (RejectedImageException e) {
      return new Picture(entry.id(), null, e.getMessage());
    }
    return new Picture(entry.id(), preparation.apply(pixels), null);
  }
}
