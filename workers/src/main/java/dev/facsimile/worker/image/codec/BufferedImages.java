package dev.facsimile.worker.image.codec;

import dev.facsimile.worker.image.Pixels;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** Our samples as AWT's picture, without a copy. */
final class BufferedImages {
  private BufferedImages() {}

  static BufferedImage of(Pixels picture) {
    int channels = picture.channels();
    boolean alpha = channels == 4;
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    var offsets = alpha ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2};
    var raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(picture.data(), picture.data().length),
            picture.width(),
            picture.height(),
            picture.width() * channels,
            channels,
            offsets,
            null);
    return new BufferedImage(model, raster, false, null);
  }
}
